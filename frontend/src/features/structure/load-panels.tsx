import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { useMe } from '~/api/session-hooks';
import { ownSectionsQuery, visibleSections } from '~/features/structure/structure-search';
import {
  missingSubjects,
  ownSections,
  type SectionTeaching,
  teacherLoads,
} from '~/features/structure/teaching';
import { useTeaching } from '~/features/structure/use-teaching';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { BarList } from '~/ui/bar-list';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

interface TeachingPanelProps {
  title: string;
  note: string;
  teaching: ReturnType<typeof useTeaching>;
  children: (teaching: SectionTeaching[]) => ReactNode;
}

/** A panel about who teaches what, with its waiting and its failure. */
function TeachingPanel({ title, note, teaching, children }: TeachingPanelProps) {
  const { t } = useTranslation();
  const { sections, error, retry } = teaching;
  return (
    <Panel flush title={title} note={note}>
      {sections !== undefined ? (
        children(sections)
      ) : error === null ? (
        <div className="p-4">
          <SkeletonLines lines={8} />
        </div>
      ) : (
        <ErrorState title={t('partFailed')} detail={errorText(error)} onRetry={retry} />
      )}
    </Panel>
  );
}

export function TeacherLoadPanel() {
  const { t } = useTranslation('structure');
  const all = useTeaching(visibleSections());
  return (
    <TeachingPanel teaching={all} title={t('panel.load')} note={t('panel.loadNote')}>
      {(teaching) => <TeacherLoads teaching={teaching} />}
    </TeachingPanel>
  );
}

function TeacherLoads({ teaching }: { teaching: SectionTeaching[] }) {
  const { number } = useFormats();
  const loads = useMemo(() => teacherLoads(teaching), [teaching]);
  return (
    <div className="p-4">
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
    </div>
  );
}

export function MissingSubjectsPanel() {
  const { t } = useTranslation('structure');
  const all = useTeaching(visibleSections());
  return (
    <TeachingPanel teaching={all} title={t('panel.unassigned')} note={t('panel.unassignedNote')}>
      {(teaching) => <MissingSubjects teaching={teaching} />}
    </TeachingPanel>
  );
}

function MissingSubjects({ teaching }: { teaching: SectionTeaching[] }) {
  const { t } = useTranslation('structure');
  const missing = useMemo(() => missingSubjects(teaching), [teaching]);
  if (missing.length === 0)
    return <p className="px-4 py-6 text-center text-muted">{t('panel.unassignedNone')}</p>;
  return (
    <ul className="divide-y divide-line">
      {missing.map(({ section, subjects }) => (
        <li key={section.id} className="px-4 py-2">
          <TextLink to="/sections/$sectionId" params={{ sectionId: section.id }} preload={false}>
            {section.grade_level} – {section.name}
          </TextLink>
          <span className="block text-[0.8125rem] text-muted">{subjects.join(', ')}</span>
        </li>
      ))}
    </ul>
  );
}

/** The sections in which the teacher who is logged in teaches, or which they advise. */
export function TaughtSectionsPanel() {
  const { t } = useTranslation('structure');
  const me = useMe();
  const own = useTeaching(ownSectionsQuery(), { teacher_id: me.id });
  return (
    <TeachingPanel teaching={own} title={t('panel.own')} note={t('panel.ownNote')}>
      {(teaching) => <TaughtSections teaching={teaching} />}
    </TeachingPanel>
  );
}

function TaughtSections({ teaching }: { teaching: SectionTeaching[] }) {
  const { t } = useTranslation('structure');
  const { number } = useFormats();
  const me = useMe();
  const own = useMemo(() => ownSections(teaching, me.id), [teaching, me.id]);
  if (own.length === 0) return <Empty title={t('sections.emptyOwn')} />;
  return (
    <ul className="divide-y divide-line">
      {own.map(({ section, advises, subjects }) => (
        <li
          key={section.id}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2"
        >
          <span className="min-w-0">
            <TextLink to="/sections/$sectionId" params={{ sectionId: section.id }} preload={false}>
              {section.grade_level} – {section.name}
            </TextLink>
            {advises ? (
              <Badge tone="accent" className="ml-2">
                {t('sections.adviser')}
              </Badge>
            ) : null}
            <span className="block text-[0.8125rem] text-muted">
              {[...subjects, ...(section.room === null ? [] : [section.room])].join(' · ')}
            </span>
          </span>
          <span className="numeric text-[0.8125rem] text-muted">
            {t('panel.pupils', { count: section.enrolled, shown: number(section.enrolled) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
