import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { listView } from '~/api/list-view';
import { useCan } from '~/api/session-hooks';
import { sectionsQuery } from '~/api/structure';
import type { Section } from '~/api/types';
import { Places } from '~/features/structure/places';
import { SectionFilters } from '~/features/structure/section-filters';
import { sectionsListQuery, type SectionsSearch } from '~/features/structure/structure-search';
import { Badge } from '~/ui/badge';
import { Button } from '~/ui/button';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { toast } from '~/ui/toast';

const SectionDialog = lazy(async () => ({
  default: (await import('~/features/structure/section-dialog')).SectionDialog,
}));

interface SectionsPageProps {
  search: SectionsSearch;
  onSearch: (search: SectionsSearch) => void;
}

export function SectionsPage({ search, onSearch }: SectionsPageProps) {
  const { t } = useTranslation(['structure', 'common']);
  const manages = useCan('manage_sections');
  const [creating, setCreating] = useState(false);
  const columns = useColumns();
  const query = sectionsListQuery(search);
  const answer = useQuery(sectionsQuery(query));
  const filtered = search.q !== undefined || search.level !== undefined;
  return (
    <>
      <PageHeader
        title={t('sections.title')}
        actions={
          manages ? (
            <Button look="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden />
              {t('sections.new')}
            </Button>
          ) : undefined
        }
      />
      <DataTable
        id="sections"
        label={t('sections.title')}
        columns={columns}
        view={listView(answer)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        sort={query.sort}
        onSort={(sort) => onSearch({ ...search, sort, offset: undefined })}
        onPage={(page) => onSearch({ ...search, ...page })}
        toolbar={<SectionFilters search={search} onSearch={onSearch} />}
        empty={
          filtered ? (
            <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
          ) : (
            <Empty title={t('sections.emptyTitle')}>
              {t(manages ? 'sections.emptyDetail' : 'sections.emptyOwn')}
            </Empty>
          )
        }
        onExport={() =>
          downloadCsv('/sections', { ...query }, 'sections').catch((error: unknown) =>
            toast('bad', errorText(error)),
          )
        }
      />
      <Suspense fallback={null}>
        {creating ? <SectionDialog onClose={() => setCreating(false)} /> : null}
      </Suspense>
    </>
  );
}

function useColumns(): Column<Section>[] {
  const { t } = useTranslation('structure');
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('sections.name'),
        sort: 'name',
        primary: true,
        cell: (row) => (
          <TextLink to="/sections/$sectionId" params={{ sectionId: row.id }}>
            {row.name}
          </TextLink>
        ),
      },
      {
        id: 'grade',
        header: t('sections.gradeLevel'),
        sort: 'grade_level',
        cell: (row) => row.grade_level,
      },
      {
        id: 'adviser',
        header: t('sections.adviser'),
        cell: (row) =>
          row.adviser_name ?? <span className="text-muted">{t('sections.noAdviser')}</span>,
      },
      { id: 'room', header: t('sections.room'), cell: (row) => row.room ?? '–' },
      {
        id: 'places',
        header: t('sections.places'),
        sort: 'enrolled',
        cell: (row) => <Places section={row} />,
      },
      {
        id: 'free',
        header: t('sections.free'),
        sort: 'free_places',
        numeric: true,
        cell: (row) => {
          const free = row.capacity - row.enrolled;
          return free > 0 ? free : <Badge tone="warn">{t('sections.full')}</Badge>;
        },
      },
    ],
    [t],
  );
}
