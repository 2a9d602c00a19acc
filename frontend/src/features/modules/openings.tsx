import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { moduleOpeningsQuery } from '~/api/modules';
import type { Module } from '~/api/types';
import { useFormats } from '~/i18n/format';
import { Dialog } from '~/ui/dialog';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { Pagination } from '~/ui/pagination';
import { SkeletonLines } from '~/ui/skeleton';

interface OpeningsDialogProps {
  module: Module;
  onClose: () => void;
}

export function OpeningsDialog({ module, onClose }: OpeningsDialogProps) {
  const { t } = useTranslation('modules');
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('openings')}
      description={module.title}
    >
      <div className="min-h-0 flex-1 overflow-y-auto">
        <OpeningList moduleId={module.id} />
      </div>
    </Dialog>
  );
}

/** Who of the section has opened a module, the latest first. */
export function OpeningList({ moduleId }: { moduleId: string }) {
  const { t } = useTranslation(['modules', 'common']);
  const { moment } = useFormats();
  const [page, setPage] = useState({ limit: 20, offset: 0 });
  const query = useQuery(moduleOpeningsQuery(moduleId, page));
  if (query.data === undefined)
    return query.isError ? (
      <ErrorState
        title={t('common:listFailed')}
        detail={errorText(query.error)}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <div className="p-4">
        <SkeletonLines lines={4} />
      </div>
    );
  if (query.data.total === 0) return <Empty title={t('noOpenings')}>{t('noOpeningsDetail')}</Empty>;
  return (
    <>
      <ul aria-label={t('openings')} className="divide-y divide-line">
        {query.data.items.map((opening) => (
          <li
            key={opening.person_id}
            className="flex flex-wrap items-baseline justify-between gap-x-3 px-4 py-2"
          >
            <span className="min-w-0">{opening.name}</span>
            <span className="numeric text-[0.8125rem] text-muted">{moment(opening.opened_at)}</span>
          </li>
        ))}
      </ul>
      {query.data.total > page.limit ? (
        <Pagination
          total={query.data.total}
          limit={page.limit}
          offset={page.offset}
          onChange={setPage}
        />
      ) : null}
    </>
  );
}
