import { useQuery } from '@tanstack/react-query';
import { Kanban, Plus, TableProperties } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCan } from '~/api/session-hooks';
import { schoolYearsQuery } from '~/api/structure';
import type { Progress } from '~/api/types';
import { ApplicantList } from '~/features/enrollment/applicant-list';
import { Board } from '~/features/enrollment/board';
import { EnrollmentFilters } from '~/features/enrollment/enrollment-filters';
import {
  boardFilter,
  type EnrollmentSearch,
  listQuery,
} from '~/features/enrollment/enrollment-search';
import { useSelection } from '~/features/enrollment/use-selection';
import { Button } from '~/ui/button';
import { BulkBar } from '~/ui/data-table-parts';
import { Empty } from '~/ui/empty';
import { PageHeader } from '~/ui/page-header';
import { TabLink, TabLinks } from '~/ui/tab-links';

const MoveDialog = lazy(async () => ({
  default: (await import('~/features/enrollment/move-dialog')).MoveDialog,
}));
const BulkMoveDialog = lazy(async () => ({
  default: (await import('~/features/enrollment/bulk-move-dialog')).BulkMoveDialog,
}));
const NewApplicationDialog = lazy(async () => ({
  default: (await import('~/features/enrollment/new-application-dialog')).NewApplicationDialog,
}));

interface EnrollmentPageProps {
  search: EnrollmentSearch;
  onSearch: (search: EnrollmentSearch) => void;
}

type OpenDialog = 'new' | 'bulk' | Progress | null;

export function EnrollmentPage({ search, onSearch }: EnrollmentPageProps) {
  const { t } = useTranslation('enrollment');
  const manages = useCan('manage_enrollment');
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const selection = useSelection();
  const list = search.view === 'list' || search.status !== undefined;
  const chosenSelection = manages ? selection : undefined;
  const onMove = manages ? setDialog : undefined;
  const bulkButton = (
    <Button size="small" look="primary" onClick={() => setDialog('bulk')}>
      {t('bulk.action')}
    </Button>
  );
  const filters = <EnrollmentFilters search={search} onSearch={onSearch} withStatus={list} />;
  const filtered = search.q !== undefined || search.level !== undefined;
  const close = () => setDialog(null);

  return (
    <>
      <PageHeader
        title={t('title')}
        note={<YearNote year={search.year} />}
        actions={
          manages ? (
            <Button look="primary" onClick={() => setDialog('new')}>
              <Plus aria-hidden />
              {t('new')}
            </Button>
          ) : undefined
        }
      />
      <ViewTabs search={search} list={list} />
      {list ? (
        <ApplicantList
          query={listQuery(search)}
          onChange={(change) => onSearch({ ...search, ...change })}
          toolbar={filters}
          empty={<EmptyList filtered={filtered || search.status !== undefined} />}
          selection={chosenSelection}
          bulkActions={bulkButton}
          onMove={onMove}
        />
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-center gap-2">{filters}</div>
          {selection.items.length > 0 ? (
            <div className="mb-3 overflow-clip rounded-card border border-line">
              <BulkBar count={selection.items.length} onClear={selection.clear}>
                {bulkButton}
              </BulkBar>
            </div>
          ) : null}
          <Board
            filter={boardFilter(search)}
            filtered={filtered}
            selection={chosenSelection}
            onMove={onMove}
          />
        </>
      )}
      <Suspense fallback={null}>
        {dialog === 'new' ? <NewApplicationDialog onClose={close} /> : null}
        {dialog === 'bulk' ? (
          <BulkMoveDialog
            items={selection.items}
            onClose={close}
            onMoved={() => {
              selection.clear();
              close();
            }}
          />
        ) : null}
        {dialog !== null && typeof dialog === 'object' ? (
          <MoveDialog progress={dialog} onClose={close} />
        ) : null}
      </Suspense>
    </>
  );
}

function ViewTabs({ search, list }: { search: EnrollmentSearch; list: boolean }) {
  const { t } = useTranslation('enrollment');
  const kept = { q: search.q, level: search.level, year: search.year };
  return (
    <TabLinks label={t('views.label')}>
      <TabLink to="/enrollment" search={kept} current={!list}>
        <span className="flex items-center gap-1.5 [&_svg]:size-4">
          <Kanban aria-hidden />
          {t('views.board')}
        </span>
      </TabLink>
      <TabLink to="/enrollment" search={{ ...kept, view: 'list' }} current={list}>
        <span className="flex items-center gap-1.5 [&_svg]:size-4">
          <TableProperties aria-hidden />
          {t('views.list')}
        </span>
      </TabLink>
    </TabLinks>
  );
}

function YearNote({ year }: { year: string | undefined }) {
  const { t } = useTranslation('enrollment');
  const { data } = useQuery(schoolYearsQuery());
  const shown = data?.items.find((each) => (year === undefined ? each.current : each.id === year));
  return shown === undefined ? t('note') : `${t('schoolYear')} ${shown.name}`;
}

function EmptyList({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation(['enrollment', 'common']);
  return filtered ? (
    <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
  ) : (
    <Empty title={t('empty.title')}>{t('empty.detail')}</Empty>
  );
}
