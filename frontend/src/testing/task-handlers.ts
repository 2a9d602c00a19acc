import { http, HttpResponse, type HttpHandler } from 'msw';

import type {
  NewTask,
  RosterLine,
  Submission,
  Task,
  TaskChange,
  TaskDraft,
  Work,
} from '~/api/tasks-types';
import type { User } from '~/api/types';

import { base, matches, paged, personOf, problem, sorted } from './handlers.ts';
import type { School } from './school.ts';
import { madeFile, makeSubmission } from './tasks.ts';

const done = () => new HttpResponse(null, { status: 204 });
const isStaff = (user: User) =>
  user.roles.some((role) =>
    ['teacher', 'admin', 'principal', 'academic_coordinator'].includes(role),
  );
const stale = (request: Request, version: number) =>
  request.headers.get('If-Match') !== `"${version}"`;

function workOf(school: School, task: Task, studentId: string): Work {
  const latest = latestOf(school, task.id, studentId);
  return {
    status:
      latest === undefined
        ? 'not_handed_in'
        : latest.returned_at === null
          ? 'handed_in'
          : 'returned',
    late: latest?.late ?? false,
    submission_id: latest?.id ?? null,
    score: latest?.returned_at === null ? null : (latest?.score ?? null),
    points: task.points,
    submitted_at: latest?.submitted_at ?? null,
  };
}

function latestOf(school: School, taskId: string, studentId: string): Submission | undefined {
  return school.submissions.find(
    (each) => each.task_id === taskId && each.student_id === studentId && each.is_latest,
  );
}

/** The task as a person sees it, or as it is about a student. */
function seenBy(school: School, task: Task, person: User | undefined, about: string | null): Task {
  const staff = person !== undefined && isStaff(person);
  const student = about ?? (person?.roles.includes('student') === true ? person.id : null);
  const those = school.submissions.filter((each) => each.task_id === task.id && each.is_latest);
  const count = (wanted: (each: Submission) => boolean) => those.filter(wanted).length;
  return {
    ...task,
    manageable: person?.id === task.author_id,
    mine: student === null ? null : workOf(school, task, student),
    progress:
      staff && about === null
        ? {
            expected: school.pupils.length,
            handed_in: those.length,
            late: count((each) => each.late),
            graded: count((each) => each.graded_at !== null),
            returned: count((each) => each.returned_at !== null),
          }
        : null,
  };
}

/** What the staff alone sees before it is returned. */
function shown(submission: Submission, person: User | undefined): Submission {
  if (person !== undefined && isStaff(person)) return submission;
  const open = submission.returned_at !== null;
  return {
    ...submission,
    gradable: false,
    ...(open ? {} : { score: null, comment: null, graded_at: null, graded_by_name: null }),
  };
}

function taskHandlers(school: School): HttpHandler[] {
  const one = (id: unknown) => school.tasks.find((each) => each.id === id);
  return [
    http.get(`${base}/tasks`, ({ request }) => {
      const url = new URL(request.url);
      const { searchParams: search } = url;
      const person = personOf(school, request);
      const open = search.get('open');
      const found = school.tasks
        .filter(
          (task) =>
            (task.status === 'published' || (person !== undefined && isStaff(person))) &&
            matches(task.title, search.get('q')) &&
            [null, task.section_id].includes(search.get('section_id')) &&
            [null, task.subject_id].includes(search.get('subject_id')) &&
            (search.get('status') ?? task.status) === task.status &&
            (open === null || (open === 'true') === !task.is_closed) &&
            task.due_at <= (search.get('due_to') ?? '9'),
        )
        .map((task) => seenBy(school, task, person, search.get('student_id')))
        .filter(
          ({ progress }) =>
            search.get('to_grade') !== 'true' ||
            (progress !== null && progress.graded < progress.handed_in),
        );
      return HttpResponse.json(
        paged(sorted(found, search.get('sort'), { due_at: 'due_at', title: 'title' }), url),
      );
    }),
    http.post(`${base}/tasks`, async ({ request }) => {
      const body = (await request.json()) as NewTask;
      const made: Task = {
        ...school.tasks[0]!,
        ...body,
        instructions: body.instructions ?? null,
        closes_at: body.closes_at ?? body.due_at,
        status: body.status ?? 'draft',
        id: crypto.randomUUID(),
        attachments: [],
        version: 1,
      };
      school.tasks.push(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.post(`${base}/tasks/preview`, async ({ request }) => {
      const body = (await request.json()) as { instructions: string };
      return HttpResponse.json({ instructions_html: `<p>${body.instructions}</p>` });
    }),
    http.get(`${base}/tasks/:id`, ({ params, request }) => {
      const task = one(params['id']);
      return task === undefined
        ? problem(404, 'not_found')
        : HttpResponse.json(
            seenBy(
              school,
              task,
              personOf(school, request),
              new URL(request.url).searchParams.get('student_id'),
            ),
          );
    }),
    http.patch(`${base}/tasks/:id`, async ({ params, request }) => {
      const task = one(params['id']);
      if (task === undefined) return problem(404, 'not_found');
      if (stale(request, task.version))
        return problem(412, 'stale_version', { current_version: task.version });
      const body = (await request.json()) as TaskChange;
      const those = school.submissions.filter((each) => each.task_id === task.id);
      if (body.status === 'draft' && those.length > 0) return problem(409, 'has_submissions');
      if (those.some((each) => (each.score ?? 0) > (body.points ?? task.points)))
        return problem(409, 'scores_exceed_points');
      Object.assign(task, body, { version: task.version + 1 });
      return HttpResponse.json(seenBy(school, task, personOf(school, request), null));
    }),
    http.delete(`${base}/tasks/:id`, ({ params }) => {
      if (school.submissions.some((each) => each.task_id === params['id']))
        return problem(409, 'in_use', { dependents: [{ kind: 'submission', count: 1 }] });
      school.tasks = school.tasks.filter((each) => each.id !== params['id']);
      return done();
    }),
    http.post(`${base}/tasks/:id/attachments`, async ({ params, request }) => {
      const task = one(params['id']);
      if (task === undefined) return problem(404, 'not_found');
      task.attachments = [...task.attachments, await fileOf(request, 50 + task.attachments.length)];
      task.version += 1;
      return HttpResponse.json(task, { status: 201 });
    }),
    http.delete(`${base}/tasks/:id/attachments/:file`, ({ params }) => {
      const task = one(params['id']);
      if (task === undefined) return problem(404, 'not_found');
      task.attachments = task.attachments.filter((file) => file.id !== params['file']);
      return HttpResponse.json(task);
    }),
  ];
}

async function fileOf(request: Request, number: number) {
  const file = (await request.formData()).get('file') as File;
  return madeFile(number, file.name, file.size, file.type);
}

function draftHandlers(school: School): HttpHandler[] {
  const draftOf = (request: Request, taskId: unknown): TaskDraft => {
    const key = `${personOf(school, request)?.id ?? ''} ${String(taskId)}`;
    const known = school.drafts.get(key);
    if (known !== undefined) return known;
    const made: TaskDraft = { text: '', files: [], version: 1, updated_at: null };
    school.drafts.set(key, made);
    return made;
  };
  return [
    http.get(`${base}/tasks/:id/draft`, ({ params, request }) =>
      HttpResponse.json(draftOf(request, params['id'])),
    ),
    http.put(`${base}/tasks/:id/draft`, async ({ params, request }) => {
      const draft = draftOf(request, params['id']);
      if (stale(request, draft.version))
        return problem(412, 'stale_version', { current_version: draft.version });
      Object.assign(draft, await request.json(), {
        version: draft.version + 1,
        updated_at: new Date().toISOString(),
      });
      return HttpResponse.json(draft);
    }),
    http.post(`${base}/tasks/:id/draft/files`, async ({ params, request }) => {
      const draft = draftOf(request, params['id']);
      draft.files = [...draft.files, await fileOf(request, 70 + draft.files.length)];
      return HttpResponse.json(draft, { status: 201 });
    }),
    http.delete(`${base}/tasks/:id/draft/files/:file`, ({ params, request }) => {
      const draft = draftOf(request, params['id']);
      draft.files = draft.files.filter((file) => file.id !== params['file']);
      return HttpResponse.json(draft);
    }),
    http.post(`${base}/tasks/:id/submissions`, async ({ params, request }) => {
      const task = school.tasks.find((each) => each.id === params['id']);
      const person = personOf(school, request);
      if (task === undefined || person === undefined) return problem(404, 'not_found');
      if (task.is_closed) return problem(409, 'task_closed', { closed_at: task.closes_at });
      const body = (await request.json()) as { text?: string; file_ids: string[] };
      const draft = draftOf(request, task.id);
      const before = school.submissions.filter(
        (each) => each.task_id === task.id && each.student_id === person.id,
      );
      for (const each of before) each.is_latest = false;
      const files = [...draft.files, ...before.flatMap((each) => each.files)];
      const made = makeSubmission(task, person, before.length + 1, school.submissions.length + 1, {
        text: body.text ?? '',
        files: files.filter((file) => body.file_ids.includes(file.id)),
        submitted_at: new Date().toISOString(),
        late: Date.parse(task.due_at) < Date.now(),
      });
      school.submissions.unshift(made);
      Object.assign(draft, { text: '', files: [], version: draft.version + 1 });
      return HttpResponse.json(made, { status: 201 });
    }),
  ];
}

function submissionHandlers(school: School): HttpHandler[] {
  const one = (id: unknown) => school.submissions.find((each) => each.id === id);
  const list = (request: Request, wanted: (each: Submission) => boolean) => {
    const url = new URL(request.url);
    const person = personOf(school, request);
    const student =
      url.searchParams.get('student_id') ??
      (person?.roles.includes('student') === true ? person.id : null);
    const children = new Set(
      school.links.filter((link) => link.guardian.id === person?.id).map((link) => link.student_id),
    );
    const theirs = (id: string) =>
      student === null
        ? (person !== undefined && isStaff(person)) || children.has(id)
        : id === student;
    const found = school.submissions.filter((each) => wanted(each) && theirs(each.student_id));
    return HttpResponse.json(
      paged(
        found.map((each) => shown(each, person)),
        url,
      ),
    );
  };
  return [
    http.get(`${base}/tasks/:id/submissions`, ({ params, request }) => {
      const all = new URL(request.url).searchParams.get('all') === 'true';
      return list(request, (each) => each.task_id === params['id'] && (all || each.is_latest));
    }),
    http.get(`${base}/submissions`, ({ request }) =>
      list(request, (each) => each.is_latest && each.returned_at !== null),
    ),
    http.get(`${base}/submissions/:id`, ({ params, request }) => {
      const found = one(params['id']);
      return found === undefined
        ? problem(404, 'not_found')
        : HttpResponse.json(shown(found, personOf(school, request)));
    }),
    http.post(`${base}/submissions/:id/grade`, async ({ params, request }) => {
      const found = one(params['id']);
      if (found === undefined) return problem(404, 'not_found');
      const { score, comment, graded_by_name, graded_at, returned_at } = found;
      if (stale(request, found.version))
        return problem(412, 'stale_version', {
          current_version: found.version,
          current: { score, comment, graded_by_name, graded_at, returned_at },
        });
      const person = personOf(school, request);
      Object.assign(found, await request.json(), {
        graded_at: new Date().toISOString(),
        graded_by_name: `${person?.first_name} ${person?.last_name}`,
        version: found.version + 1,
      });
      return HttpResponse.json(found);
    }),
    http.post(`${base}/submissions/:id/return`, ({ params }) => {
      const found = one(params['id']);
      if (found === undefined) return problem(404, 'not_found');
      if (found.graded_at === null) return problem(409, 'not_graded');
      Object.assign(found, { returned_at: new Date().toISOString(), version: found.version + 1 });
      return HttpResponse.json(found);
    }),
  ];
}

function rosterHandlers(school: School): HttpHandler[] {
  return [
    http.get(`${base}/tasks/:id/roster`, ({ params, request }) => {
      const lines = school.pupils.map((student): RosterLine => {
        const submission = latestOf(school, String(params['id']), student.id) ?? null;
        const judged = submission?.graded_at === null ? 'handed_in' : 'graded';
        return {
          student_id: student.id,
          student_name: `${student.first_name} ${student.last_name}`,
          status:
            submission === null ? 'missing' : submission.returned_at === null ? judged : 'returned',
          late: submission?.late ?? false,
          submission,
        };
      });
      return HttpResponse.json(paged(lines, new URL(request.url)));
    }),
    http.post(`${base}/tasks/:id/return`, ({ params }) => {
      const those = school.submissions.filter(
        (each) =>
          each.task_id === params['id'] &&
          each.is_latest &&
          each.graded_at !== null &&
          each.returned_at === null,
      );
      for (const each of those)
        Object.assign(each, { returned_at: new Date().toISOString(), version: each.version + 1 });
      return HttpResponse.json({ returned: those.length });
    }),
  ];
}

export function workHandlers(school: School): HttpHandler[] {
  return [
    ...draftHandlers(school),
    ...submissionHandlers(school),
    ...rosterHandlers(school),
    ...taskHandlers(school),
  ];
}
