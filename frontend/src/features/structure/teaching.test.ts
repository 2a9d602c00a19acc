import { describe, expect, it } from 'vitest';

import {
  missingSubjects,
  ownSections,
  teacherLoads,
  teachingBySection,
} from '~/features/structure/teaching';
import { makeSchool } from '~/testing/school';

const school = makeSchool(Date.now(), 6);
const teaching = teachingBySection(school.sections, school.assignments);

describe('teaching', () => {
  it('has every section, also one that nobody teaches in', () => {
    const [section, other] = school.sections;
    const own = school.assignments.filter((each) => each.section_id === section!.id);
    expect(own.length).toBeGreaterThan(0);
    expect(teachingBySection([section!, other!], own)).toEqual([
      { section, assignments: own },
      { section: other, assignments: [] },
    ]);
  });

  it('counts the classes of each teacher, the most loaded first', () => {
    const loads = teacherLoads(teaching);
    expect(loads.reduce((sum, load) => sum + load.classes, 0)).toBe(school.assignments.length);
    expect(loads.map((load) => load.classes)).toEqual(
      loads.map((load) => load.classes).toSorted((a, b) => b - a),
    );
  });

  it('finds the sections of a teacher, taught or advised', () => {
    const [section] = school.sections;
    const adviser = section!.adviser_id!;
    const own = ownSections(teaching, adviser);
    expect(own.find((each) => each.section.id === section!.id)).toMatchObject({ advises: true });
    expect(own.flatMap((each) => each.subjects)).toHaveLength(
      school.assignments.filter((each) => each.teacher_id === adviser).length,
    );
    expect(ownSections(teaching, 'nobody')).toEqual([]);
  });

  it('finds what a section lacks and its grade level has', () => {
    const [section] = school.sections;
    const missing = missingSubjects(teaching).find((each) => each.section.id === section!.id);
    expect(missing?.subjects).toEqual(['Araling Panlipunan']);
    expect(missingSubjects([])).toEqual([]);
  });
});
