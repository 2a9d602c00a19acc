/** Learning modules of the invented school. */
import type { Module, ModuleOpening, Section, TeachingAssignment } from '~/api/types';

const kinds = [
  [
    'Fractions',
    'fractions.pdf',
    'application/pdf',
    1_482_331,
    'Pages 1 to 12. Do every second exercise.',
  ],
  ['The water cycle', 'water-cycle.png', 'image/png', 421_900, null],
  ['Reading list', 'reading-list.txt', 'text/plain', 2_140, 'What we read until December.'],
  ['Marks of the quiz', 'quiz.csv', 'text/csv', 980, null],
  ['Slides of week 3', 'week-3.pptx', 'application/vnd.ms-powerpoint', 8_912_004, null],
] as const;

export function makeModules(
  now: number,
  sections: readonly Section[],
  assignments: readonly TeachingAssignment[],
): { modules: Module[]; openings: Map<string, ModuleOpening[]> } {
  const modules = sections.flatMap((section, row) => {
    const assignment = assignments.find((each) => each.section_id === section.id);
    if (assignment === undefined) return [];
    return kinds.map(([title, name, media_type, size, description], position): Module => {
      const id = `01920000-0000-7010-8000-${String(row * 10 + position).padStart(12, '0')}`;
      return {
        id,
        section_id: section.id,
        section_name: `${section.grade_level} – ${section.name}`,
        title,
        description,
        teacher_id: assignment.teacher_id,
        teacher_name: assignment.teacher_name,
        file: {
          id: `01920000-0000-7011-8000-${String(row * 10 + position).padStart(12, '0')}`,
          name,
          size,
          media_type,
          sha256: String(position).repeat(64),
          previewable: !media_type.includes('powerpoint'),
        },
        uploaded_at: new Date(now - (kinds.length - position) * 26 * 3_600_000).toISOString(),
        position,
        opened_count: null,
        opened: false,
        manageable: false,
        version: 1,
      };
    });
  });
  return { modules, openings: new Map() };
}
