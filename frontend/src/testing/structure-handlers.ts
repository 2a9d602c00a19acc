import { http, HttpResponse, type HttpHandler } from 'msw';

import { base, matches, paged, personOf, problem, sorted } from './handlers.ts';
import type { School } from './school.ts';

interface Versioned {
  id: string;
  version: number;
}

/** Create, change and delete of a kind whose records are kept as they come. */
function plain<Item extends Versioned>(
  path: string,
  items: Item[],
  list: (url: URL, request: Request) => Item[],
): HttpHandler[] {
  return [
    http.get(`${base}${path}`, ({ request }) => {
      const url = new URL(request.url);
      return HttpResponse.json(paged(list(url, request), url));
    }),
    http.get(`${base}${path}/:id`, ({ params }) => {
      const found = items.find((item) => item.id === params['id']);
      return found === undefined ? problem(404, 'not_found') : HttpResponse.json(found);
    }),
    http.post(`${base}${path}`, async ({ request }) => {
      const body = (await request.json()) as Omit<Item, keyof Versioned>;
      const made = { ...body, id: crypto.randomUUID(), version: 1 } as Item;
      items.push(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.patch(`${base}${path}/:id`, async ({ params, request }) => {
      const found = items.find((item) => item.id === params['id']);
      if (found === undefined) return problem(404, 'not_found');
      if (request.headers.get('If-Match') !== `"${found.version}"`)
        return problem(412, 'stale_version', { current_version: found.version });
      Object.assign(found, await request.json(), { version: found.version + 1 });
      return HttpResponse.json(found);
    }),
    http.delete(`${base}${path}/:id`, () =>
      problem(409, 'in_use', {
        dependents: [
          { kind: 'section', count: 3 },
          { kind: 'enrollment_progress', count: 31 },
        ],
      }),
    ),
  ];
}

export function structureHandlers(school: School): HttpHandler[] {
  return [
    http.get(`${base}/sections/:id/students`, ({ params, request }) => {
      const placed = school.placements
        .filter((placement) => placement.section_id === params['id'])
        .flatMap(({ student_id, placed_on }) => {
          const user = school.users.find((candidate) => candidate.id === student_id);
          if (user === undefined) return [];
          const { first_name, last_name, email } = user;
          return [{ student_id, first_name, last_name, email, placed_on }];
        });
      return HttpResponse.json(paged(placed, new URL(request.url)));
    }),
    http.post(`${base}/sections/:id/students`, async ({ params, request }) => {
      const body = (await request.json()) as { student_id: string; move?: boolean };
      const before = school.placements.find((each) => each.student_id === body.student_id);
      if (before !== undefined && body.move !== true) return problem(409, 'placed_elsewhere');
      const section_id = String(params['id']);
      if (before === undefined)
        school.placements.push({
          section_id,
          student_id: body.student_id,
          placed_on: '2026-06-02',
        });
      else before.section_id = section_id;
      return HttpResponse.json({ student_id: body.student_id }, { status: 201 });
    }),
    http.delete(`${base}/sections/:id/students/:student`, ({ params }) => {
      school.placements = school.placements.filter((each) => each.student_id !== params['student']);
      return new HttpResponse(null, { status: 204 });
    }),
    http.get(`${base}/sections/:id/teachers`, ({ params, request }) =>
      HttpResponse.json(
        paged(
          school.assignments.filter((each) => each.section_id === params['id']),
          new URL(request.url),
        ),
      ),
    ),
    http.get(`${base}/teaching-assignments`, ({ request }) => {
      const url = new URL(request.url);
      const teacher = url.searchParams.get('teacher_id');
      const section = url.searchParams.get('section_id');
      const found = school.assignments.filter(
        (each) =>
          (teacher === null || each.teacher_id === teacher) &&
          (section === null || each.section_id === section),
      );
      return HttpResponse.json(paged(found, url));
    }),
    ...plain('/school-years', school.years, () => school.years),
    ...plain('/terms', school.terms, (url) =>
      school.terms.filter((term) => term.school_year_id === url.searchParams.get('school_year_id')),
    ),
    ...plain('/grade-levels', school.levels, () => school.levels),
    ...plain('/subjects', school.subjects, (url) =>
      sorted(
        school.subjects.filter((subject) =>
          matches(`${subject.code} ${subject.title}`, url.searchParams.get('q')),
        ),
        url.searchParams.get('sort'),
        { code: 'code', title: 'title' },
      ),
    ),
    ...plain('/sections', school.sections, (url, request) => {
      const person = personOf(school, request);
      const own =
        person !== undefined &&
        (url.searchParams.get('mine') === 'true' || person.primary_role === 'student');
      const level = url.searchParams.get('grade_level_id');
      const found = school.sections.filter(
        (section) =>
          matches(`${section.name} ${section.grade_level}`, url.searchParams.get('q')) &&
          (level === null || section.grade_level_id === level) &&
          (!own || concerns(school, section.id, person.id)),
      );
      return sorted(found, url.searchParams.get('sort'), {
        name: 'name',
        grade_level: 'grade_level',
      });
    }),
  ];
}

function concerns(school: School, sectionId: string, personId: string): boolean {
  return (
    school.assignments.some(
      (each) => each.section_id === sectionId && each.teacher_id === personId,
    ) ||
    school.sections.some((each) => each.id === sectionId && each.adviser_id === personId) ||
    school.placements.some((each) => each.section_id === sectionId && each.student_id === personId)
  );
}
