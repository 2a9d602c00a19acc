import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { publicSettingsQuery } from '~/api/settings';
import { sectionStudentsQuery } from '~/api/structure';
import type { PlacedStudent, Section } from '~/api/types';
import { todayAtSchool, useFormats } from '~/i18n/format';
import { PrintSheet } from '~/ui/print-sheet';

function byName(one: PlacedStudent, other: PlacedStudent): number {
  return (
    one.last_name.localeCompare(other.last_name) || one.first_name.localeCompare(other.first_name)
  );
}

/** The class list on paper: numbered, by last name, with room for notes. */
export function ClassListSheet({ section }: { section: Section }) {
  const { t } = useTranslation('structure');
  const { date } = useFormats();
  const [today] = useState(todayAtSchool);
  const { data: school } = useQuery(publicSettingsQuery());
  const { data: students } = useQuery(sectionStudentsQuery(section.id));
  return (
    <PrintSheet
      school={school?.school_name ?? ''}
      title={`${t('section.printTitle')}: ${section.grade_level} – ${section.name}`}
      lines={[
        `${t('sections.adviser')}: ${section.adviser_name ?? '–'}`,
        `${t('sections.room')}: ${section.room ?? '–'}`,
        t('section.printedOn', { day: date(today) }),
      ]}
    >
      <table className="w-full border-collapse text-left">
        <thead>
          <tr>
            {[t('section.printNumber'), t('section.name'), t('section.printSignature')].map(
              (head) => (
                <th key={head} className="border border-line px-2 py-1">
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {students?.items.toSorted(byName).map((student, index) => (
            <tr key={student.student_id} className="break-inside-avoid">
              <td className="numeric w-12 border border-line px-2 py-1 text-right">{index + 1}</td>
              <td className="border border-line px-2 py-1">
                {student.last_name}, {student.first_name}
              </td>
              <td className="w-2/5 border border-line px-2 py-1" />
            </tr>
          ))}
        </tbody>
      </table>
    </PrintSheet>
  );
}
