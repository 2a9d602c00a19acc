import { http, HttpResponse, type HttpHandler } from 'msw';

import type { Module, User } from '~/api/types';

import { base, matches, paged, personOf, problem, sorted } from './handlers.ts';
import { sampleFile } from './sample-files.ts';
import type { School } from './school.ts';

const overseers = new Set(['admin', 'principal', 'academic_coordinator']);

function sectionsOf(school: School, person: User): Set<string> {
  const students = new Set(
    school.links.filter((link) => link.guardian.id === person.id).map((link) => link.student_id),
  );
  const placed = school.placements
    .filter(({ student_id }) => student_id === person.id || students.has(student_id))
    .map(({ section_id }) => section_id);
  const taught = school.assignments
    .filter(({ teacher_id }) => teacher_id === person.id)
    .map(({ section_id }) => section_id);
  const advised = school.sections.filter(({ adviser_id }) => adviser_id === person.id);
  return new Set([...placed, ...taught, ...advised.map(({ id }) => id)]);
}

function mayRead(school: School, person: User | undefined, sectionId: string): boolean {
  return (
    person !== undefined &&
    (person.roles.some((role) => overseers.has(role)) || sectionsOf(school, person).has(sectionId))
  );
}

/** The module as this person sees it. */
function seenBy(school: School, module: Module, person: User): Module {
  const openings = school.openings.get(module.id) ?? [];
  const manageable = module.teacher_id === person.id;
  return {
    ...module,
    manageable,
    opened_count: manageable ? openings.length : null,
    opened: openings.some(({ person_id }) => person_id === person.id),
  };
}

function listHandlers(school: School): HttpHandler[] {
  const answer = (request: Request, sectionId: string | null, first: string) => {
    const person = personOf(school, request);
    if (person === undefined) return problem(401, 'unauthenticated');
    const url = new URL(request.url);
    const { searchParams: search } = url;
    const found = school.modules.filter(
      (module) =>
        mayRead(school, person, module.section_id) &&
        (sectionId === null || module.section_id === sectionId) &&
        matches(`${module.title} ${module.description ?? ''}`, search.get('q')),
    );
    const order = search.get('sort') ?? first;
    const modules =
      order === 'position'
        ? found.toSorted((a, b) => a.position - b.position)
        : sorted(found, order, { title: 'title', uploaded_at: 'uploaded_at' });
    return HttpResponse.json(
      paged(
        modules.map((module) => seenBy(school, module, person)),
        url,
      ),
    );
  };
  return [
    http.get(`${base}/modules/section/:section`, ({ params, request }) => {
      const sectionId = String(params['section']);
      return mayRead(school, personOf(school, request), sectionId)
        ? answer(request, sectionId, 'position')
        : problem(404, 'not_found');
    }),
    http.get(`${base}/modules`, ({ request }) =>
      answer(request, new URL(request.url).searchParams.get('section_id'), '-uploaded_at'),
    ),
  ];
}

function move(school: School, module: Module, afterId: string | null): void {
  const others = school.modules
    .filter((each) => each.section_id === module.section_id && each.id !== module.id)
    .toSorted((a, b) => a.position - b.position);
  const place = afterId === null ? 0 : others.findIndex(({ id }) => id === afterId) + 1;
  for (const [position, each] of others.toSpliced(place, 0, module).entries())
    each.position = position;
}

/** The fields and the file of a form. */
export async function uploaded(
  request: Request,
): Promise<{ form: FormData; file: Module['file'] }> {
  const form = await request.formData();
  const file = form.get('file');
  const [name, size, media_type] =
    file instanceof File ? [file.name, file.size, file.type] : ['file.txt', 100, 'text/plain'];
  const previewable = /^(image|video|text)\/|pdf/.test(media_type);
  const id = crypto.randomUUID();
  return { form, file: { id, name, size, media_type, sha256: '7'.repeat(64), previewable } };
}

function changeHandlers(school: School): HttpHandler[] {
  const one = (id: unknown) => school.modules.find((module) => module.id === id);
  const stale = (request: Request, module: Module) =>
    request.headers.get('If-Match') === `"${module.version}"`
      ? null
      : problem(412, 'stale_version', { current_version: module.version });
  return [
    http.post(`${base}/modules`, async ({ request }) => {
      const person = personOf(school, request);
      if (person === undefined) return problem(401, 'unauthenticated');
      const { form, file } = await uploaded(request);
      const section = school.sections.find(({ id }) => id === form.get('section_id'));
      if (section === undefined) return problem(404, 'not_found');
      const made: Module = {
        id: crypto.randomUUID(),
        section_id: section.id,
        section_name: `${section.grade_level} – ${section.name}`,
        title: (form.get('title') as string | null) ?? '',
        description: (form.get('description') as string | null) ?? null,
        teacher_id: person.id,
        teacher_name: `${person.first_name} ${person.last_name}`,
        file,
        uploaded_at: new Date().toISOString(),
        position: school.modules.length,
        opened_count: 0,
        opened: false,
        manageable: true,
        version: 1,
      };
      school.modules.push(made);
      return HttpResponse.json(seenBy(school, made, person), { status: 201 });
    }),
    http.post(`${base}/modules/:id/file`, async ({ params, request }) => {
      const module = one(params['id']);
      if (module === undefined) return problem(404, 'not_found');
      const refusal = stale(request, module);
      if (refusal !== null) return refusal;
      const { file } = await uploaded(request);
      Object.assign(module, { file, version: module.version + 1 });
      return HttpResponse.json(module);
    }),
    http.patch(`${base}/modules/:id`, async ({ params, request }) => {
      const module = one(params['id']);
      if (module === undefined) return problem(404, 'not_found');
      const refusal = stale(request, module);
      if (refusal !== null) return refusal;
      const { after_id, ...facts } = (await request.json()) as {
        after_id?: string | null;
        title?: string;
      };
      Object.assign(module, facts, { version: module.version + 1 });
      if (after_id !== undefined) move(school, module, after_id);
      return HttpResponse.json(module);
    }),
    http.delete(`${base}/modules/:id`, ({ params }) => {
      school.modules = school.modules.filter(({ id }) => id !== params['id']);
      return new HttpResponse(null, { status: 204 });
    }),
  ];
}

function fileHandlers(school: School): HttpHandler[] {
  return [
    http.post(`${base}/modules/:id/link`, async ({ params, request }) => {
      const person = personOf(school, request);
      const module = school.modules.find(({ id }) => id === params['id']);
      if (person === undefined || module === undefined) return problem(404, 'not_found');
      const { disposition } = (await request.json()) as { disposition: string };
      const openings = school.openings.get(module.id) ?? [];
      if (module.teacher_id !== person.id && !openings.some((each) => each.person_id === person.id))
        openings.push({
          person_id: person.id,
          name: `${person.first_name} ${person.last_name}`,
          opened_at: new Date().toISOString(),
        });
      school.openings.set(module.id, openings);
      return HttpResponse.json({
        url: `/api/v1/files/${disposition}.${module.id}`,
        expires_at: new Date(Date.now() + 60_000).toISOString(),
      });
    }),
    http.get(`${base}/files/:ticket`, ({ params }) => {
      const [disposition, id] = String(params['ticket']).split('.');
      const module = school.modules.find((each) => each.id === id);
      if (module === undefined) return problem(404, 'not_found');
      const { name, media_type } = module.file;
      return new HttpResponse(sampleFile(media_type), {
        headers: {
          'Content-Type': media_type,
          'Content-Disposition': `${disposition}; filename="${name}"`,
        },
      });
    }),
    http.get(`${base}/modules/:id/openings`, ({ params, request }) =>
      HttpResponse.json(
        paged(school.openings.get(String(params['id'])) ?? [], new URL(request.url)),
      ),
    ),
  ];
}

export function moduleHandlers(school: School): HttpHandler[] {
  return [
    ...listHandlers(school),
    ...fileHandlers(school),
    ...changeHandlers(school),
    http.get(`${base}/modules/:id`, ({ params, request }) => {
      const person = personOf(school, request);
      const module = school.modules.find(({ id }) => id === params['id']);
      return person === undefined ||
        module === undefined ||
        !mayRead(school, person, module.section_id)
        ? problem(404, 'not_found')
        : HttpResponse.json(seenBy(school, module, person));
    }),
  ];
}
