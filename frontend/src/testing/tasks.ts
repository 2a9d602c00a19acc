/** What an invented school sets as tasks, and what students have handed in. */
import type { Submission, Task, TaskDraft } from '~/api/tasks-types';
import type { Section, StoredFile, TeachingAssignment, User } from '~/api/types';

const hour = 3_600_000;
const day = 24 * hour;

function id(kind: number, number: number): string {
  return `01940000-0000-7${String(kind).padStart(3, '0')}-8000-${String(number).padStart(12, '0')}`;
}

function moment(now: number, offset: number): string {
  return new Date(now + offset).toISOString();
}

export function madeFile(
  number: number,
  name: string,
  size: number,
  media_type: string,
): StoredFile {
  return {
    id: id(3, number),
    name,
    size,
    media_type,
    sha256: number.toString(16).padStart(64, 'ab'),
    previewable: media_type !== 'application/zip',
  };
}

function makeTasks(now: number, section: Section, taught: TeachingAssignment, teacher: User) {
  const texts: [string, number, number, Partial<Task>][] = [
    [
      'Fractions in daily life',
      2 * day,
      0,
      { attachments: [madeFile(1, 'worksheet.pdf', 184_320, 'application/pdf')] },
    ],
    ['Essay about rain', -day, 4 * day, {}],
    ['Reading log', 10 * day, 0, {}],
    ['Poster of the water cycle', -5 * day, 0, { points: 50 }],
    ['Quiz on decimals', 4 * day, 0, { status: 'draft', published_at: null }],
  ];
  return texts.map(([title, due, grace, facts], number): Task => {
    const made: Task = {
      id: id(1, number),
      section_id: section.id,
      section_name: `${section.grade_level} – ${section.name}`,
      subject_id: taught.subject_id,
      subject_title: taught.subject_title,
      title,
      instructions: `Work on **${title}**.`,
      instructions_html: `<p>Work on <strong>${title}</strong>.</p>`,
      points: 20,
      due_at: moment(now, due),
      closes_at: moment(now, due + grace),
      status: 'published',
      published_at: moment(now, -9 * day),
      author_id: teacher.id,
      author_name: `${teacher.first_name} ${teacher.last_name}`,
      attachments: [],
      manageable: true,
      is_closed: due + grace < 0,
      version: 1,
      mine: null,
      progress: null,
    };
    return Object.assign(made, facts);
  });
}

export function makeSubmission(
  task: Task,
  student: User,
  number: number,
  receipt: number,
  facts: Partial<Submission> = {},
): Submission {
  return {
    id: id(2, receipt),
    task_id: task.id,
    task_title: task.title,
    section_id: task.section_id,
    subject_id: task.subject_id,
    student_id: student.id,
    student_name: `${student.first_name} ${student.last_name}`,
    number,
    text: `My work on ${task.title}.`,
    files: [],
    submitted_at: moment(Date.parse(task.due_at), -hour),
    late: false,
    score: null,
    comment: null,
    graded_at: null,
    graded_by_name: null,
    returned_at: null,
    receipt_number: 1000 + receipt,
    points: task.points,
    gradable: true,
    is_latest: true,
    version: 1,
    ...facts,
  };
}

export interface TaskRecords {
  tasks: Task[];
  submissions: Submission[];
  drafts: Map<string, TaskDraft>;
  /** Who is expected to hand in. */
  pupils: User[];
}

export function makeTaskRecords(
  now: number,
  users: readonly User[],
  sections: readonly Section[],
  assignments: readonly TeachingAssignment[],
): TaskRecords {
  const teacher = users.find((user) => user.primary_role === 'teacher')!;
  const taught = assignments.find((each) => each.teacher_id === teacher.id)!;
  const section = sections.find((each) => each.id === taught.section_id)!;
  const pupils = users.filter((user) => user.roles.includes('student')).slice(0, 6);
  const tasks = makeTasks(now, section, taught, teacher);
  const [fractions, rain, , poster] = tasks as [Task, Task, Task, Task];
  const graded = {
    graded_by_name: `${teacher.first_name} ${teacher.last_name}`,
    graded_at: moment(now, -2 * day),
  };
  const submissions = [
    makeSubmission(poster, pupils[0]!, 1, 1, {
      ...graded,
      score: 44.5,
      comment: 'Clear and colourful.',
      returned_at: moment(now, -day),
      files: [madeFile(2, 'poster.png', 421_900, 'image/png')],
      version: 3,
    }),
    makeSubmission(poster, pupils[1]!, 1, 2, { ...graded, score: 30, version: 2 }),
    makeSubmission(poster, pupils[2]!, 1, 3, { late: true }),
    makeSubmission(rain, pupils[1]!, 1, 4),
    makeSubmission(fractions, pupils[1]!, 1, 5, {
      is_latest: false,
      text: 'My first attempt.',
      submitted_at: moment(now, -3 * hour),
    }),
    makeSubmission(fractions, pupils[1]!, 2, 6, {
      submitted_at: moment(now, -hour),
      files: [madeFile(3, 'homework.pdf', 90_112, 'application/pdf')],
    }),
  ];
  return { tasks, submissions, drafts: new Map(), pupils };
}
