import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, ifMatch, unwrap } from '~/api/client';
import { hasStatus } from '~/api/problem';
import type { ProgressQuery } from '~/api/schema';
import type { BulkMove, EnrollmentStatus, NewProgress, Progress, ProgressMove } from '~/api/types';

export const enrollmentKey = ['enrollment'] as const;

/** All states, in the order in which an application passes them; the closed ones come last. */
export const enrollmentStatuses = [
  'submitted',
  'documents_pending',
  'under_review',
  'assessment',
  'waitlisted',
  'approved',
  'payment_pending',
  'enrolled',
  'rejected',
  'withdrawn',
] as const satisfies readonly EnrollmentStatus[];

const columnLimit = 25;

export const progressListQuery = (query: ProgressQuery) =>
  queryOptions({
    queryKey: [...enrollmentKey, 'list', query],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/enrollment/progress', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

/** One column of the board: those who wait longest come first, more on demand. */
export const progressColumnQuery = (query: ProgressQuery) =>
  infiniteQueryOptions({
    queryKey: [...enrollmentKey, 'column', query],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        client.GET('/enrollment/progress', {
          params: {
            query: { sort: 'changed_at', ...query, limit: columnLimit, offset: pageParam },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => {
      const seen = page.offset + page.items.length;
      return page.items.length > 0 && seen < page.total ? seen : undefined;
    },
    placeholderData: keepPreviousData,
  });

export const progressSummaryQuery = (schoolYearId?: string) =>
  queryOptions({
    queryKey: [...enrollmentKey, 'summary', schoolYearId ?? 'current'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/enrollment/progress/summary', {
          params: { query: schoolYearId === undefined ? {} : { school_year_id: schoolYearId } },
          signal,
        }),
      ),
  });

export const progressQuery = (studentId: string, schoolYearId?: string) =>
  queryOptions({
    queryKey: [...enrollmentKey, 'student', studentId, schoolYearId ?? 'current'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/enrollment/progress/{student_id}', {
          params: {
            path: { student_id: studentId },
            query: {
              include: 'history',
              ...(schoolYearId === undefined ? {} : { school_year_id: schoolYearId }),
            },
          },
          signal,
        }),
      ),
  });

/** One's own newest application with its steps; `null` when there is none yet. */
export const ownProgressQuery = (me: { id: string }) =>
  queryOptions({
    queryKey: [...enrollmentKey, 'own', me.id],
    queryFn: ({ signal }) =>
      absentAsNull(
        unwrap(
          client.GET('/enrollment/progress/me', {
            params: { query: { include: 'history' } },
            signal,
          }),
        ),
      ),
  });

/** The newest application of a child; `null` when there is none yet. */
export const familyProgressQuery = (studentId: string) =>
  queryOptions({
    queryKey: [...enrollmentKey, 'family', studentId],
    queryFn: ({ signal }) =>
      absentAsNull(
        unwrap(
          client.GET('/enrollment/progress/{student_id}', {
            params: { path: { student_id: studentId }, query: { include: 'history' } },
            signal,
          }),
        ),
      ),
  });

async function absentAsNull<Data>(answer: Promise<Data>): Promise<Data | null> {
  try {
    return await answer;
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}

export const createProgress = (body: NewProgress, key: string) =>
  unwrap(
    client.POST('/enrollment/progress', { params: { header: { 'Idempotency-Key': key } }, body }),
  );

export const moveProgress = (progress: Progress, body: ProgressMove) =>
  unwrap(
    client.PATCH('/enrollment/progress/{student_id}', {
      params: {
        path: { student_id: progress.student_id },
        query: { school_year_id: progress.school_year_id },
        header: ifMatch(progress),
      },
      body,
    }),
  );

export const moveMany = (body: BulkMove) =>
  unwrap(client.POST('/enrollment/progress/bulk', { body }));
