import { useQuery } from '@tanstack/react-query';
import { BookOpen } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { hasStatus } from '~/api/problem';
import type { Module, Page } from '~/api/types';
import { ModuleDialogs, type ModuleDialog } from '~/features/modules/module-dialogs';
import { ModuleRow, type Order } from '~/features/modules/module-row';
import {
  moduleListFilter,
  moduleListQuery,
  moduleSorts,
  type ModulesSearch,
} from '~/features/modules/module-search';
import { useModuleViewer } from '~/features/modules/use-module-viewer';
import { useMoveModule } from '~/features/modules/use-move-module';
import { orNothing, refiltered } from '~/lib/list-search';
import { ExportButton } from '~/ui/data-table-parts';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { FilterSelect } from '~/ui/filter-select';
import { Pagination } from '~/ui/pagination';
import { SearchField } from '~/ui/search-field';
import { SkeletonLines } from '~/ui/skeleton';
import { toast } from '~/ui/toast';

interface ModuleListProps {
  /** The section whose modules these are; none for the modules of all. */
  sectionId: string | undefined;
  search: ModulesSearch;
  onSearch: (search: ModulesSearch) => void;
  /** More filters beside the search. */
  filters?: ReactNode;
  /** What to do when there are none. */
  empty: ReactNode;
}

/** Modules with their search, order and pages, and with what each person may do with each. */
export function ModuleList({ sectionId, search, onSearch, filters, empty }: ModuleListProps) {
  const { t } = useTranslation(['modules', 'common']);
  const query = useQuery(moduleListQuery(search, sectionId));
  const page = query.data;
  const filtered = search.q !== undefined;
  return (
    <section
      aria-label={t('title')}
      className="min-w-0 rounded-card border border-line bg-surface shadow-card"
    >
      <Toolbar sectionId={sectionId} search={search} onSearch={onSearch}>
        {filters}
      </Toolbar>
      {page === undefined ? (
        hasStatus(query.error, 403, 404) ? (
          <Empty title={t('notYours')} icon={<BookOpen aria-hidden />} />
        ) : query.isError ? (
          <ErrorState
            title={t('common:listFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="p-4">
            <SkeletonLines lines={8} />
          </div>
        )
      ) : page.items.length === 0 ? (
        filtered ? (
          <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
        ) : (
          empty
        )
      ) : (
        <Rows
          page={page}
          sectionId={sectionId}
          ordered={sectionId !== undefined && search.sort === undefined && !filtered}
          stale={query.isPlaceholderData}
        />
      )}
      {page === undefined || (page.total <= page.limit && page.offset === 0) ? null : (
        <Pagination
          total={page.total}
          capped={page.total_capped}
          limit={page.limit}
          offset={page.offset}
          onChange={(part) => onSearch({ ...search, ...part })}
        />
      )}
    </section>
  );
}

interface ToolbarProps extends Pick<ModuleListProps, 'sectionId' | 'search' | 'onSearch'> {
  children: ReactNode;
}

function Toolbar({ sectionId, search, onSearch, children }: ToolbarProps) {
  const { t } = useTranslation('modules');
  const change = (part: ModulesSearch) => onSearch(refiltered(search, part));
  const path = sectionId === undefined ? '/modules' : `/modules/section/${sectionId}`;
  const sorts = moduleSorts.filter((sort) => sectionId !== undefined || sort !== '-uploaded_at');
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2.5 print:hidden">
      <SearchField
        label={t('search')}
        value={search.q ?? ''}
        onChange={(q) => change({ q: orNothing(q) })}
        className="w-full sm:w-64"
      />
      {children}
      <FilterSelect
        label={t('order')}
        all={t(sectionId === undefined ? 'orders.newest' : 'orders.given')}
        value={sorts.find((sort) => sort === search.sort) ?? ''}
        onChange={(sort) => change({ sort: orNothing(sort) })}
      >
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {t(sort === 'title' ? 'orders.title' : 'orders.newest')}
          </option>
        ))}
      </FilterSelect>
      <span className="ml-auto">
        <ExportButton
          onExport={() =>
            downloadCsv(path, moduleListFilter(search, sectionId), 'modules').catch(
              (error: unknown) => toast('bad', errorText(error)),
            )
          }
        />
      </span>
    </div>
  );
}

interface RowsProps {
  page: Page<Module>;
  sectionId: string | undefined;
  /** They stand in the order that can be changed. */
  ordered: boolean;
  stale: boolean;
}

function Rows({ page, sectionId, ordered, stale }: RowsProps) {
  const { t } = useTranslation('modules');
  const { viewer, ...files } = useModuleViewer();
  const [dialog, setDialog] = useState<ModuleDialog | null>(null);
  const { move, moving, said } = useMoveModule(sectionId ?? '', page);
  const [dragged, setDragged] = useState<{ module: Module; place: number } | null>(null);
  const orderOf = (module: Module, place: number): Order | undefined => {
    if (!ordered) return undefined;
    return {
      movable: module.manageable,
      first: place === 0,
      last: place === page.total - 1,
      busy: moving === module.id,
      moveTo: (step) => void move(module, place, place + step),
      dragging: dragged !== null && dragged.place !== place,
      onDrag: (begins) => setDragged(begins ? { module, place } : null),
      onDrop: () => {
        if (dragged !== null) void move(dragged.module, dragged.place, place);
        setDragged(null);
      },
    };
  };
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      <ul
        aria-label={t('title')}
        aria-busy={stale}
        className={stale ? 'divide-y divide-line opacity-60' : 'divide-y divide-line'}
      >
        {page.items.map((module, index) => (
          <ModuleRow
            key={module.id}
            module={module}
            withSection={sectionId === undefined}
            {...files}
            onDialog={(kind) => setDialog({ kind, module })}
            order={orderOf(module, page.offset + index)}
          />
        ))}
      </ul>
      {viewer}
      <ModuleDialogs dialog={dialog} onClose={() => setDialog(null)} />
    </>
  );
}
