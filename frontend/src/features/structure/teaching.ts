import type { Section, TeachingAssignment } from '~/api/types';

export interface SectionTeaching {
  section: Section;
  assignments: TeachingAssignment[];
}

/** The assignments, each with its section. */
export function teachingBySection(
  sections: readonly Section[],
  assignments: readonly TeachingAssignment[],
): SectionTeaching[] {
  const bySection = new Map<string, TeachingAssignment[]>();
  for (const each of assignments) {
    const there = bySection.get(each.section_id);
    if (there === undefined) bySection.set(each.section_id, [each]);
    else there.push(each);
  }
  return sections.map((section) => ({ section, assignments: bySection.get(section.id) ?? [] }));
}

export interface TeacherLoad {
  teacherId: string;
  name: string;
  classes: number;
}

/** How many classes each teacher has, the most loaded first. */
export function teacherLoads(teaching: readonly SectionTeaching[]): TeacherLoad[] {
  const loads = new Map<string, TeacherLoad>();
  for (const { assignments } of teaching)
    for (const { teacher_id, teacher_name } of assignments) {
      const load = loads.get(teacher_id);
      if (load === undefined)
        loads.set(teacher_id, { teacherId: teacher_id, name: teacher_name, classes: 1 });
      else load.classes += 1;
    }
  return [...loads.values()].toSorted(
    (a, b) => b.classes - a.classes || a.name.localeCompare(b.name),
  );
}

/** Subjects that the other sections of a grade level have a teacher for, and this one lacks. */
export function missingSubjects(
  teaching: readonly SectionTeaching[],
): { section: Section; subjects: string[] }[] {
  const byLevel = new Map<string, Map<string, string>>();
  for (const { section, assignments } of teaching) {
    const subjects = byLevel.get(section.grade_level_id) ?? new Map<string, string>();
    for (const each of assignments) subjects.set(each.subject_id, each.subject_title);
    byLevel.set(section.grade_level_id, subjects);
  }
  return teaching.flatMap(({ section, assignments }) => {
    const covered = new Set(assignments.map((each) => each.subject_id));
    const expected = byLevel.get(section.grade_level_id) ?? new Map<string, string>();
    const subjects = [...expected].flatMap(([id, title]) => (covered.has(id) ? [] : [title]));
    return subjects.length === 0 ? [] : [{ section, subjects: subjects.toSorted() }];
  });
}

export interface OwnSection {
  section: Section;
  advises: boolean;
  subjects: string[];
}

/** The sections that a teacher advises or teaches in, with the subjects. */
export function ownSections(teaching: readonly SectionTeaching[], teacherId: string): OwnSection[] {
  return teaching.flatMap(({ section, assignments }) => {
    const subjects = assignments
      .filter((each) => each.teacher_id === teacherId)
      .map((each) => each.subject_title);
    const advises = section.adviser_id === teacherId;
    return advises || subjects.length > 0 ? [{ section, advises, subjects }] : [];
  });
}
