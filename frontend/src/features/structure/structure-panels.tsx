import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import type { Section } from '~/api/types';
import { Places } from '~/features/structure/places';
import { visibleSections } from '~/features/structure/structure-search';
import { useFormats } from '~/i18n/format';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { LinkButton, TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

/** Where there is room: every section with its free places. */
export function FreePlacesPanel() {
  const { t } = useTranslation(['structure', 'common']);
  const { number } = useFormats();
  const query = useQuery(visibleSections());
  const sections = query.data?.items;
  const free = sections?.reduce((sum, each) => sum + Math.max(0, each.capacity - each.enrolled), 0);
  return (
    <Panel
      flush
      title={t('panel.free')}
      note={
        free === undefined ? undefined : t('panel.freeNote', { count: free, shown: number(free) })
      }
      actions={
        <LinkButton to="/sections" size="small">
          {t('panel.all')}
        </LinkButton>
      }
    >
      <SectionLines query={query} />
    </Panel>
  );
}

/** The sections of a student or a child: the only ones that they may see. */
export function OwnSectionsPanel({ title }: { title: string }) {
  const { t } = useTranslation('structure');
  const query = useQuery(visibleSections());
  return (
    <Panel flush title={title}>
      {query.data?.items.length === 0 ? (
        <Empty title={t('sections.emptyOwn')} />
      ) : (
        <SectionLines query={query} />
      )}
    </Panel>
  );
}

interface SectionLinesProps {
  query: {
    data: { items: Section[] } | undefined;
    isError: boolean;
    error: unknown;
    refetch: () => unknown;
  };
}

function SectionLines({ query }: SectionLinesProps) {
  const { t } = useTranslation(['structure', 'common']);
  if (query.data === undefined)
    return query.isError ? (
      <ErrorState
        title={t('common:listFailed')}
        detail={errorText(query.error)}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <div className="p-4">
        <SkeletonLines lines={6} />
      </div>
    );
  return (
    <ul className="divide-y divide-line">
      {query.data.items.map((section) => (
        <li
          key={section.id}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2"
        >
          <span className="min-w-0">
            <TextLink to="/sections/$sectionId" params={{ sectionId: section.id }} preload={false}>
              {section.grade_level} – {section.name}
            </TextLink>
            <span className="block text-[0.8125rem] text-muted">
              {section.adviser_name ?? t('sections.noAdviser')}
              {section.room === null ? null : ` · ${section.room}`}
            </span>
          </span>
          <Places section={section} />
        </li>
      ))}
    </ul>
  );
}
