import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { sectionTeachersQuery } from '~/api/structure';
import type { Section, TeachingAssignment } from '~/api/types';
import { visibleSections } from '~/features/structure/structure-search';
import { missingSubjects, teacherLoads } from '~/features/structure/teaching';
import { useFormats } from '~/i18n/format';
import { BarList } from '~/ui/bar-list';
import { Panel } from '~/ui/card';
import { TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

interface SectionTeaching {
  section: Section;
  assignments: TeachingAssignment[];
}

/** Who teaches what in every section of the year; undefined until all of it is known. */
function useTeaching(): SectionTeaching[] | undefined {
  const sections = useQuery(visibleSections()).data?.items;
  const answers = useQueries({
    queries: (sections ?? []).map((section) => sectionTeachersQuery(section.id)),
    combine: (results) => results.map((result) => result.data?.items),
  });
  return useMemo(() => {
    if (sections === undefined || answers.some((answer) => answer === undefined)) return undefined;
    return sections.map((section, index) => ({ section, assignments: answers[index] ?? [] }));
  }, [sections, answers]);
}

export function TeacherLoadPanel() {
  const { t } = useTranslation('structure');
  const { number } = useFormats();
  const teaching = useTeaching();
  const loads = useMemo(
    () => (teaching === undefined ? undefined : teacherLoads(teaching)),
    [teaching],
  );
  return (
    <Panel title={t('panel.load')} note={t('panel.loadNote')}>
      {loads === undefined ? (
        <SkeletonLines lines={8} />
      ) : (
        <BarList
          bars={loads.map((load) => ({
            key: load.teacherId,
            label: (
              <TextLink to="/people/$userId" params={{ userId: load.teacherId }} preload={false}>
                {load.name}
              </TextLink>
            ),
            value: load.classes,
            figure: number(load.classes),
          }))}
        />
      )}
    </Panel>
  );
}

export function MissingSubjectsPanel() {
  const { t } = useTranslation('structure');
  const teaching = useTeaching();
  const missing = useMemo(
    () => (teaching === undefined ? undefined : missingSubjects(teaching)),
    [teaching],
  );
  return (
    <Panel flush title={t('panel.unassigned')} note={t('panel.unassignedNote')}>
      {missing === undefined ? (
        <div className="p-4">
          <SkeletonLines lines={5} />
        </div>
      ) : missing.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted">{t('panel.unassignedNone')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {missing.map(({ section, subjects }) => (
            <li key={section.id} className="px-4 py-2">
              <TextLink
                to="/sections/$sectionId"
                params={{ sectionId: section.id }}
                preload={false}
              >
                {section.grade_level} – {section.name}
              </TextLink>
              <span className="block text-[0.8125rem] text-muted">{subjects.join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
