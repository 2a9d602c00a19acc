import { http, HttpResponse, type HttpHandler } from 'msw';

import type { BulkMove, EnrollmentStatus, ProgressMove } from '~/api/types';

import { base, matches, paged, personOf, problem, sorted } from './handlers.ts';
import { allowedNext, type School } from './school.ts';

type Entry = School['progress'][number];

function refusal(school: School, entry: Entry, move: ProgressMove) {
  if (!entry.allowed_next.includes(move.status))
    return problem(409, 'illegal_move', { allowed_next: entry.allowed_next });
  const section = school.sections.find((candidate) => candidate.id === move.section_id);
  if (move.status === 'enrolled' && section === undefined)
    return problem(422, 'invalid', {
      errors: [{ field: 'section_id', code: 'required', message: 'Choose a section.' }],
    });
  if (section !== undefined && section.enrolled >= section.capacity)
    return problem(409, 'section_full');
  return null;
}

function moved(school: School, entry: Entry, move: ProgressMove): Entry {
  const section = school.sections.find((candidate) => candidate.id === move.section_id);
  if (section !== undefined) section.enrolled += 1;
  const changed_at = new Date().toISOString();
  entry.history = [
    ...entry.history,
    {
      from: entry.status,
      to: move.status,
      remarks: move.remarks ?? null,
      changed_by: entry.changed_by,
      changed_by_name: entry.changed_by_name,
      changed_at,
    },
  ];
  return Object.assign(entry, {
    status: move.status,
    remarks: move.remarks ?? null,
    section_id: section?.id ?? entry.section_id,
    section_name: section?.name ?? entry.section_name,
    allowed_next: allowedNext[move.status],
    version: entry.version + 1,
    changed_at,
  });
}

export function enrollmentHandlers(school: School): HttpHandler[] {
  const find = (id: unknown) => school.progress.find((entry) => entry.student_id === id);
  return [
    http.get(`${base}/enrollment/progress/me`, ({ request }) => {
      const entry = find(personOf(school, request)?.id);
      return entry === undefined ? problem(404, 'not_found') : HttpResponse.json(entry);
    }),
    http.get(`${base}/enrollment/progress/summary`, () =>
      HttpResponse.json({
        school_year_id: school.years[0]?.id,
        by_status: (Object.keys(allowedNext) as EnrollmentStatus[]).map((status) => {
          const those = school.progress.filter((entry) => entry.status === status);
          const oldest = those.map((entry) => entry.changed_at).toSorted()[0] ?? null;
          return { status, count: those.length, oldest_changed_at: oldest };
        }),
      }),
    ),
    http.get(`${base}/enrollment/progress`, ({ request }) => {
      const url = new URL(request.url);
      const { searchParams: search } = url;
      const statuses = search.get('status')?.split(',');
      const level = search.get('grade_level_id');
      const found = school.progress.filter(
        (entry) =>
          (statuses === undefined || statuses.includes(entry.status)) &&
          (level === null || entry.grade_level_id === level) &&
          matches(entry.student_name, search.get('q')),
      );
      const keys = {
        student_name: 'student_name',
        changed_at: 'changed_at',
        submitted_at: 'submitted_at',
      } as const;
      return HttpResponse.json(paged(sorted(found, search.get('sort'), keys), url));
    }),
    http.post(`${base}/enrollment/progress/bulk`, async ({ request }) => {
      const body = (await request.json()) as BulkMove;
      const entries = body.moves.map((move) => ({ move, entry: find(move.student_id) }));
      for (const { move, entry } of entries) {
        if (entry === undefined) return problem(404, 'not_found');
        if (entry.version !== move.version) return problem(412, 'stale_version', { errors: [] });
        const refused = refusal(school, entry, body);
        if (refused !== null) return refused;
      }
      const items = entries.flatMap(({ entry }) =>
        entry === undefined ? [] : [moved(school, entry, body)],
      );
      return HttpResponse.json({ items });
    }),
    http.get(`${base}/enrollment/progress/:id`, ({ params }) => {
      const entry = find(params['id']);
      return entry === undefined ? problem(404, 'not_found') : HttpResponse.json(entry);
    }),
    http.patch(`${base}/enrollment/progress/:id`, async ({ params, request }) => {
      const entry = find(params['id']);
      if (entry === undefined) return problem(404, 'not_found');
      const body = (await request.json()) as ProgressMove;
      if (request.headers.get('If-Match') !== `"${entry.version}"`)
        return problem(412, 'stale_version', { current_version: entry.version });
      return refusal(school, entry, body) ?? HttpResponse.json(moved(school, entry, body));
    }),
  ];
}
