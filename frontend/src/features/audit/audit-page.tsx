import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { auditTrailQuery } from '~/api/audit';
import { errorText } from '~/api/error-text';
import { userQuery } from '~/api/identity';
import { AuditRow } from '~/features/audit/audit-row';
import { auditAreas, auditFilter, type AuditSearch } from '~/features/audit/audit-search';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { FilterSelect } from '~/ui/filter-select';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';

interface AuditPageProps {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
}

export function AuditPage({ search, onSearch }: AuditPageProps) {
  const { t } = useTranslation('audit');
  const filtered = search.actor !== undefined || search.area !== undefined;
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} />
      <Card className="overflow-clip">
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2.5">
          <FilterSelect
            label={t('area')}
            all={t('allAreas')}
            value={search.area ?? ''}
            onChange={(value) =>
              onSearch({ ...search, area: auditAreas.find((area) => area === value) })
            }
          >
            {auditAreas.map((area) => (
              <option key={area} value={area}>
                {t(`areas.${area}`)}
              </option>
            ))}
          </FilterSelect>
          {search.actor === undefined ? null : (
            <ActorFilter
              actorId={search.actor}
              onClear={() => onSearch({ ...search, actor: undefined })}
            />
          )}
        </div>
        <Trail search={search} filtered={filtered} />
      </Card>
    </>
  );
}

interface ActorFilterProps {
  actorId: string;
  onClear: () => void;
}

function ActorFilter({ actorId, onClear }: ActorFilterProps) {
  const { t } = useTranslation(['audit', 'common']);
  const { data: user } = useQuery(userQuery(actorId));
  const name = user === undefined ? '…' : `${user.first_name} ${user.last_name}`;
  return (
    <>
      <span className="text-muted">{t('filteredTo', { name })}</span>
      <Button size="small" look="quiet" onClick={onClear}>
        {t('common:clearFilters')}
      </Button>
    </>
  );
}

function Trail({ search, filtered }: { search: AuditSearch; filtered: boolean }) {
  const { t } = useTranslation(['audit', 'common']);
  const query = useInfiniteQuery(auditTrailQuery(auditFilter(search)));
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  if (entries === undefined)
    return query.isError ? (
      <ErrorState
        title={t('common:listFailed')}
        detail={errorText(query.error)}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <div className="p-4">
        <SkeletonLines lines={10} />
      </div>
    );
  if (entries.length === 0) return <Empty title={t(filtered ? 'emptyFiltered' : 'emptyTitle')} />;
  return (
    <>
      <ol className="divide-y divide-line">
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} />
        ))}
      </ol>
      <div className="border-t border-line p-3 text-center">
        {query.hasNextPage ? (
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common:more')}
          </Button>
        ) : (
          <p className="text-[0.8125rem] text-muted">{t('end')}</p>
        )}
      </div>
    </>
  );
}
