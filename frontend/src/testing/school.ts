/** An invented school for tests and for looking at pages without a server. */
import type {
  Announcement,
  AuditEntry,
  EnrollmentStatus,
  GradeLevel,
  GuardianLink,
  Meeting,
  Module,
  ModuleOpening,
  Notification,
  Progress,
  ProgressStep,
  Role,
  SchoolEvent,
  SchoolYear,
  Section,
  Settings,
  StoredFile,
  Subject,
  TeachingAssignment,
  Term,
  User,
} from '~/api/types';

import { type ChatRecords, makeConversations } from './chat.ts';
import { makeModules } from './modules.ts';
import { makeNotices } from './notices.ts';
import { makeTaskRecords, type TaskRecords } from './tasks.ts';

export interface Placement {
  section_id: string;
  student_id: string;
  placed_on: string;
}

export interface School extends TaskRecords, ChatRecords {
  now: number;
  settings: Settings;
  users: User[];
  links: GuardianLink[];
  years: SchoolYear[];
  terms: Term[];
  levels: GradeLevel[];
  subjects: Subject[];
  sections: Section[];
  placements: Placement[];
  assignments: TeachingAssignment[];
  progress: (Progress & { history: ProgressStep[] })[];
  audit: AuditEntry[];
  announcements: Announcement[];
  events: SchoolEvent[];
  meetings: Meeting[];
  notifications: Notification[];
  modules: Module[];
  openings: Map<string, ModuleOpening[]>;
  /** Files that were sent and belong to nothing yet. */
  loose: StoredFile[];
}

const firstNames =
  'Amihan Andres Bayani Carmela Dalisay Datu Elena Emilio Gabriela Hiraya Isagani Jasmin Jose Kalayaan Lakan Ligaya Luz Malaya Marikit Mayumi Miguel Narra Paz Rafael Ramon Reyna Rosa Tala Teodoro Vicente'.split(
    ' ',
  );
const lastNames =
  'Abad Aquino Bautista Castillo Cruz Domingo Evangelista Fernandez Garcia Hernandez Ilagan Jacinto Lacson Mendoza Navarro Ocampo Pascual Quizon Ramos Reyes Salazar Santos Tolentino Uy Valdez Villanueva Yap Zamora'.split(
    ' ',
  );

const day = 86_400_000;

export const allowedNext: Record<EnrollmentStatus, EnrollmentStatus[]> = {
  submitted: ['documents_pending', 'under_review', 'withdrawn'],
  documents_pending: ['under_review', 'withdrawn'],
  under_review: [
    'documents_pending',
    'assessment',
    'approved',
    'waitlisted',
    'rejected',
    'withdrawn',
  ],
  assessment: ['approved', 'waitlisted', 'rejected', 'withdrawn'],
  waitlisted: ['approved', 'rejected', 'withdrawn'],
  approved: ['payment_pending', 'enrolled', 'withdrawn'],
  payment_pending: ['enrolled', 'withdrawn'],
  enrolled: [],
  rejected: [],
  withdrawn: [],
};

const paths: EnrollmentStatus[][] = [
  ['submitted'],
  ['submitted', 'documents_pending'],
  ['submitted', 'under_review'],
  ['submitted', 'documents_pending', 'under_review', 'assessment'],
  ['submitted', 'under_review', 'waitlisted'],
  ['submitted', 'under_review', 'approved'],
  ['submitted', 'under_review', 'approved', 'payment_pending'],
  ['submitted', 'under_review', 'approved', 'enrolled'],
  ['submitted', 'documents_pending', 'under_review', 'approved', 'payment_pending', 'enrolled'],
  ['submitted', 'under_review', 'approved', 'enrolled'],
  ['submitted', 'under_review', 'rejected'],
  ['submitted', 'withdrawn'],
];

function id(kind: number, number: number): string {
  return `01920000-0000-7${String(kind).padStart(3, '0')}-8000-${String(number).padStart(12, '0')}`;
}

function person(
  number: number,
  roles: Role[],
  email: string,
  called: [string, string],
  now: number,
): User {
  return {
    id: id(1, number),
    email,
    first_name: called[0],
    last_name: called[1],
    roles,
    primary_role: roles[0]!,
    active: number % 29 !== 28,
    invited: number % 7 === 3,
    last_login_at:
      number % 7 === 3 ? null : new Date(now - (number % 20) * day - 3_600_000).toISOString(),
    created_at: new Date(now - 200 * day + number * 60_000).toISOString(),
    version: 1,
  };
}

function names(number: number): [string, string] {
  return [
    firstNames[(number * 7) % firstNames.length]!,
    lastNames[(number * 11) % lastNames.length]!,
  ];
}

function makeUsers(now: number, students: number): User[] {
  const staff: [Role[], string][] = [
    [['admin'], 'admin'],
    [['principal'], 'principal'],
    [['academic_coordinator'], 'coordinator'],
    [['registrar'], 'registrar'],
    [['accounting'], 'accounting'],
    [['guidance'], 'guidance'],
    [['teacher', 'parent'], 'teacher'],
    [['student'], 'student'],
    [['parent'], 'parent'],
  ];
  const users = staff.map(([roles, name], number) =>
    person(number, roles, `${name}@school.local`, names(number), now),
  );
  for (let number = 0; number < 15; number += 1)
    users.push(
      person(100 + number, ['teacher'], `teacher${number}@school.local`, names(100 + number), now),
    );
  for (let number = 0; number < students; number += 1)
    users.push(
      person(200 + number, ['student'], `student${number}@school.local`, names(200 + number), now),
    );
  for (const user of users.slice(0, staff.length))
    Object.assign(user, { active: true, last_login_at: new Date(now).toISOString() });
  return users;
}

function makeProgress(
  student: User,
  number: number,
  school: Pick<School, 'now' | 'levels' | 'years' | 'sections'>,
): School['progress'][number] {
  const path = paths[number % paths.length]!;
  const level = school.levels[number % school.levels.length]!;
  const start = school.now - (path.length * 6 + (number % 9)) * day;
  const history = path.map((to, step) => ({
    from: path[step - 1] ?? null,
    to,
    remarks: to === 'documents_pending' ? 'Birth certificate and report card are missing.' : null,
    changed_by: id(1, 3),
    changed_by_name: 'Rafael Garcia',
    changed_at: new Date(start + step * 5 * day).toISOString(),
  }));
  const last = history.at(-1)!;
  const section =
    last.to === 'enrolled'
      ? school.sections.find((candidate) => candidate.grade_level_id === level.id)
      : undefined;
  return {
    student_id: student.id,
    student_name: `${student.first_name} ${student.last_name}`,
    school_year_id: school.years[0]!.id,
    grade_level_id: level.id,
    grade_level: level.name,
    status: last.to,
    remarks: last.remarks,
    section_id: section?.id ?? null,
    section_name: section?.name ?? null,
    submitted_at: history[0]!.changed_at,
    changed_at: last.changed_at,
    changed_by: last.changed_by,
    changed_by_name: last.changed_by_name,
    allowed_next: allowedNext[last.to],
    version: path.length,
    history,
  };
}

function makeAudit(now: number): AuditEntry[] {
  return Array.from({ length: 120 }, (_, number) => ({
    id: id(9, 1000 - number),
    at: new Date(now - number * 2_400_000).toISOString(),
    actor_id: id(1, 3),
    actor_name: 'Rafael Garcia',
    address: '127.0.0.1',
    request_id: `request-${number}`,
    action: ['enrollment.moved', 'login.succeeded', 'section.changed'][number % 3]!,
    record_kind: ['enrollment_progress', 'session', 'section'][number % 3]!,
    record_id: id(1, 200 + number),
    before: number % 3 === 1 ? null : { status: 'submitted' },
    after: number % 3 === 1 ? null : { status: 'under_review' },
  }));
}

export function makeSchool(now: number = Date.now(), students = 120): School {
  const years: SchoolYear[] = [
    {
      id: id(2, 1),
      name: '2026–2027',
      starts_on: '2026-06-01',
      ends_on: '2027-03-31',
      current: true,
      version: 1,
    },
  ];
  const levels: GradeLevel[] = [7, 8, 9, 10].map((grade, position) => ({
    id: id(3, grade),
    code: `G${grade}`,
    name: `Grade ${grade}`,
    position,
    version: 1,
  }));
  const users = makeUsers(now, students);
  const teachers = users.filter((user) => user.roles.includes('teacher'));
  const stars = ['Sampaguita', 'Narra', 'Mabini'];
  const sections: Section[] = levels.flatMap((level, row) =>
    stars.map((name, column) => {
      const adviser = teachers[row * stars.length + column]!;
      return {
        id: id(4, row * 10 + column),
        name,
        grade_level: level.name,
        grade_level_id: level.id,
        school_year_id: years[0]!.id,
        adviser_id: adviser.id,
        adviser_name: `${adviser.first_name} ${adviser.last_name}`,
        room: `${row + 1}0${column + 1}`,
        capacity: 12,
        enrolled: 0,
        version: 1,
      };
    }),
  );
  const subjects: Subject[] = [
    ['ENG', 'English'],
    ['FIL', 'Filipino'],
    ['MAT', 'Mathematics'],
    ['SCI', 'Science'],
    ['AP', 'Araling Panlipunan'],
    ['MAPEH', 'Music, Arts, PE and Health'],
  ].map(([code, title], number) => ({ id: id(5, number), code: code!, title: title!, version: 1 }));
  const pupils = users.filter((user) => user.roles.includes('student'));
  const progress = pupils.map((student, number) =>
    makeProgress(student, number, { now, levels, years, sections }),
  );
  const placements: Placement[] = [];
  for (const entry of progress) {
    const section = sections.find((candidate) => candidate.id === entry.section_id);
    if (section === undefined) continue;
    section.enrolled += 1;
    placements.push({
      section_id: section.id,
      student_id: entry.student_id,
      placed_on: entry.changed_at.slice(0, 10),
    });
  }
  const assignments = sections.flatMap((section, row) =>
    subjects.slice(0, 4 + (row % 2)).map((subject, column) => {
      const teacher = teachers[(row + column * 3) % teachers.length]!;
      return {
        id: id(6, row * 10 + column),
        section_id: section.id,
        section_name: section.name,
        grade_level: section.grade_level,
        teacher_id: teacher.id,
        teacher_name: `${teacher.first_name} ${teacher.last_name}`,
        subject_id: subject.id,
        subject_code: subject.code,
        subject_title: subject.title,
      };
    }),
  );
  const parent = users[8]!;
  const links: GuardianLink[] = [pupils[0]!, pupils[4]!].map((student, number) => ({
    id: id(7, number),
    student_id: student.id,
    student: {
      id: student.id,
      first_name: student.first_name,
      last_name: student.last_name,
      email: student.email,
    },
    guardian: {
      id: parent.id,
      first_name: parent.first_name,
      last_name: parent.last_name,
      email: parent.email,
    },
    relationship: 'mother',
    rights: { academics: true, money: true, contact: true },
    starts_on: '2026-06-01',
    ends_on: null,
    version: 1,
  }));
  return {
    now,
    settings: {
      school_name: 'San Isidro National High School',
      address: '12 Rizal Street, Marikina',
      time_zone: 'Asia/Manila',
      currency: 'PHP',
      locale: 'en-PH',
      classmates_may_chat: true,
      max_upload_bytes: 52_428_800,
      section_quota_bytes: 21_474_836_480,
      person_quota_bytes: 5_368_709_120,
      version: 1,
    },
    users,
    links,
    years,
    terms: ['First', 'Second', 'Third'].map((name, number) => ({
      id: id(8, number),
      school_year_id: years[0]!.id,
      name: `${name} term`,
      starts_on: ['2026-06-01', '2026-09-14', '2026-12-14'][number]!,
      ends_on: ['2026-09-11', '2026-12-11', '2027-03-31'][number]!,
      version: 1,
    })),
    levels,
    subjects,
    sections,
    placements,
    assignments,
    progress,
    audit: makeAudit(now),
    ...makeNotices(now, users, sections),
    ...makeTaskRecords(now, users, sections, assignments),
    ...makeModules(now, sections, assignments),
    ...makeConversations(now, users, sections),
    loose: [],
  };
}
