import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, ifMatch, unwrap } from '~/api/client';
import { everyPage } from '~/api/every-page';
import type { AssignmentsQuery, SectionsQuery, SubjectsQuery } from '~/api/schema';
import type {
  GradeLevel,
  GradeLevelChange,
  NewGradeLevel,
  NewSchoolYear,
  NewSection,
  NewSubject,
  NewTerm,
  PeriodChange,
  SchoolYear,
  Section,
  SectionChange,
  Subject,
  SubjectChange,
  Term,
} from '~/api/types';

export const structureKey = ['structure'] as const;

/** More than a school has of years, levels or sections in a year: one page holds them all. */
const everything = { limit: 100 } as const;
const once = (key: string) => ({ 'Idempotency-Key': key });
const at = (record: { id: string; version: number }) => ({
  path: { id: record.id },
  header: ifMatch(record),
});

export const schoolYearsQuery = () =>
  queryOptions({
    queryKey: [...structureKey, 'school-years'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/school-years', { params: { query: everything }, signal })),
    staleTime: 60_000,
  });

export const termsQuery = (schoolYearId: string) =>
  queryOptions({
    queryKey: [...structureKey, 'terms', schoolYearId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/terms', {
          params: { query: { ...everything, school_year_id: schoolYearId } },
          signal,
        }),
      ),
  });

export const gradeLevelsQuery = () =>
  queryOptions({
    queryKey: [...structureKey, 'grade-levels'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/grade-levels', { params: { query: everything }, signal })),
    staleTime: 60_000,
  });

export const subjectsQuery = (query: SubjectsQuery) =>
  queryOptions({
    queryKey: [...structureKey, 'subjects', query],
    queryFn: ({ signal }) => unwrap(client.GET('/subjects', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const sectionsQuery = (query: SectionsQuery) =>
  queryOptions({
    queryKey: [...structureKey, 'sections', query],
    queryFn: ({ signal }) => unwrap(client.GET('/sections', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const sectionQuery = (id: string) =>
  queryOptions({
    queryKey: [...structureKey, 'section', id],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/sections/{id}', { params: { path: { id } }, signal })),
  });

export const sectionStudentsQuery = (id: string) =>
  queryOptions({
    queryKey: [...structureKey, 'section', id, 'students'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/sections/{id}/students', {
          params: { path: { id }, query: everything },
          signal,
        }),
      ),
  });

export const sectionTeachersQuery = (id: string) =>
  queryOptions({
    queryKey: [...structureKey, 'section', id, 'teachers'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/sections/{id}/teachers', {
          params: { path: { id }, query: everything },
          signal,
        }),
      ),
  });

/** Who teaches what in which section of a year, as far as the person may see it. */
export const teachingAssignmentsQuery = (query: AssignmentsQuery = {}) =>
  queryOptions({
    queryKey: [...structureKey, 'assignments', query],
    queryFn: ({ signal }) =>
      everyPage((part) =>
        unwrap(
          client.GET('/teaching-assignments', { params: { query: { ...query, ...part } }, signal }),
        ),
      ),
  });

export const createSchoolYear = (body: NewSchoolYear, key: string) =>
  unwrap(client.POST('/school-years', { params: { header: once(key) }, body }));
export const changeSchoolYear = (year: SchoolYear, body: PeriodChange) =>
  unwrap(client.PATCH('/school-years/{id}', { params: at(year), body }));
export const deleteSchoolYear = (year: SchoolYear) =>
  unwrap(client.DELETE('/school-years/{id}', { params: at(year) }));

export const createTerm = (body: NewTerm, key: string) =>
  unwrap(client.POST('/terms', { params: { header: once(key) }, body }));
export const changeTerm = (term: Term, body: PeriodChange) =>
  unwrap(client.PATCH('/terms/{id}', { params: at(term), body }));
export const deleteTerm = (term: Term) =>
  unwrap(client.DELETE('/terms/{id}', { params: at(term) }));

export const createGradeLevel = (body: NewGradeLevel, key: string) =>
  unwrap(client.POST('/grade-levels', { params: { header: once(key) }, body }));
export const changeGradeLevel = (level: GradeLevel, body: GradeLevelChange) =>
  unwrap(client.PATCH('/grade-levels/{id}', { params: at(level), body }));
export const deleteGradeLevel = (level: GradeLevel) =>
  unwrap(client.DELETE('/grade-levels/{id}', { params: at(level) }));

export const createSubject = (body: NewSubject, key: string) =>
  unwrap(client.POST('/subjects', { params: { header: once(key) }, body }));
export const changeSubject = (subject: Subject, body: SubjectChange) =>
  unwrap(client.PATCH('/subjects/{id}', { params: at(subject), body }));
export const deleteSubject = (subject: Subject) =>
  unwrap(client.DELETE('/subjects/{id}', { params: at(subject) }));

export const createSection = (body: NewSection, key: string) =>
  unwrap(client.POST('/sections', { params: { header: once(key) }, body }));
export const changeSection = (section: Section, body: SectionChange) =>
  unwrap(client.PATCH('/sections/{id}', { params: at(section), body }));
export const deleteSection = (section: Section) =>
  unwrap(client.DELETE('/sections/{id}', { params: at(section) }));

export const placeStudent = (
  sectionId: string,
  body: { student_id: string; move?: boolean },
  key: string,
) =>
  unwrap(
    client.POST('/sections/{id}/students', {
      params: { path: { id: sectionId }, header: once(key) },
      body,
    }),
  );
export const removeStudent = (sectionId: string, studentId: string) =>
  unwrap(
    client.DELETE('/sections/{id}/students/{student_id}', {
      params: { path: { id: sectionId, student_id: studentId } },
    }),
  );

export const assignTeacher = (
  sectionId: string,
  body: { teacher_id: string; subject_id: string },
  key: string,
) =>
  unwrap(
    client.POST('/sections/{id}/teachers', {
      params: { path: { id: sectionId }, header: once(key) },
      body,
    }),
  );
export const removeAssignment = (sectionId: string, assignmentId: string) =>
  unwrap(
    client.DELETE('/sections/{id}/teachers/{assignment_id}', {
      params: { path: { id: sectionId, assignment_id: assignmentId } },
    }),
  );
