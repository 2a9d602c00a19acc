import { useInfiniteQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import { useEffect, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { progressColumnQuery } from '~/api/enrollment';
import type { ProgressQuery } from '~/api/schema';
import type { EnrollmentStatus, Progress } from '~/api/types';
import { BoardCard } from '~/features/enrollment/board-card';
import { isOpen } from '~/features/enrollment/stages';
import type { ApplicationSelection } from '~/features/enrollment/use-selection';
import { daysSince, useFormats } from '~/i18n/format';
import { Button } from '~/ui/button';
import { RowCheckbox } from '~/ui/choice';
import { Skeleton } from '~/ui/skeleton';

export interface ColumnSummary {
  count: number;
  oldest: string | null;
}

interface BoardColumnProps {
  status: EnrollmentStatus;
  filter: ProgressQuery;
  filtered: boolean;
  summary: ColumnSummary | undefined;
  open: boolean;
  onOpen: (open: boolean) => void;
  selection: ApplicationSelection | undefined;
  onMove: ((progress: Progress) => void) | undefined;
}

/** One state of the board: how many stand there, and who, the longest waiting first. */
export function BoardColumn(props: BoardColumnProps) {
  const { t } = useTranslation(['enrollment', 'common']);
  const { number } = useFormats();
  const { status, summary, open, onOpen } = props;
  const id = useId();
  const name = t(`common:statuses.${status}`);
  return (
    <section
      aria-label={name}
      className={clsx(
        'flex min-w-0 flex-col rounded-card border border-line bg-sunken md:max-h-[calc(100dvh-17rem)] md:min-h-48',
        open ? 'md:w-72 md:shrink-0' : 'md:w-44 md:shrink-0',
      )}
    >
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          className="flex w-full flex-wrap items-center gap-x-2 rounded-card px-3 py-2.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
          onClick={() => onOpen(!open)}
        >
          <span className="min-w-0 flex-1 font-semibold">{name}</span>
          <span className="numeric rounded-full bg-hover px-2 text-[0.8125rem] font-semibold">
            {summary === undefined ? '…' : number(summary.count)}
          </span>
          <ChevronDown
            aria-hidden
            className={clsx('size-4 text-muted transition-transform', open && 'rotate-180')}
          />
          <OldestWait status={status} summary={summary} />
        </button>
      </h2>
      <div id={id} hidden={!open} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {open ? <ColumnCards {...props} name={name} /> : null}
      </div>
    </section>
  );
}

function OldestWait({
  status,
  summary,
}: {
  status: EnrollmentStatus;
  summary: ColumnSummary | undefined;
}) {
  const { t } = useTranslation(['enrollment', 'common']);
  const oldest = summary?.oldest;
  if (oldest === null || oldest === undefined || !isOpen(status)) return null;
  const waiting = t('common:daysWaiting', { count: daysSince(oldest) });
  return (
    <span className="w-full text-xs font-normal text-muted">{t('board.oldest', { waiting })}</span>
  );
}

function ColumnCards({
  status,
  filter,
  filtered,
  name,
  selection,
  onMove,
}: BoardColumnProps & { name: string }) {
  const { t } = useTranslation(['enrollment', 'common']);
  const query = useInfiniteQuery(progressColumnQuery({ ...filter, status }));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const renew = selection?.renew;
  useEffect(() => renew?.(items), [renew, items]);

  if (query.isPending) return <ColumnSkeleton />;
  if (query.isError && query.data === undefined)
    return (
      <div role="alert" className="px-1 py-3 text-center text-[0.8125rem]">
        <p className="mb-2 text-bad">{t('board.failed')}</p>
        <Button size="small" onClick={() => void query.refetch()}>
          {t('common:tryAgain')}
        </Button>
      </div>
    );
  if (items.length === 0)
    return (
      <p className="px-1 py-3 text-center text-[0.8125rem] text-muted">
        {t(filtered ? 'board.noneMatch' : 'board.empty')}
      </p>
    );
  const remaining = (query.data?.pages[0]?.total ?? 0) - items.length;
  return (
    <>
      {selection === undefined || !isOpen(status) ? null : (
        <SelectColumn items={items} selection={selection} name={name} />
      )}
      <ul className={clsx('flex flex-col gap-1.5', query.isPlaceholderData && 'opacity-60')}>
        {items.map((progress) => (
          <BoardCard
            key={progress.student_id}
            progress={progress}
            selected={selection?.ids.has(progress.student_id) ?? false}
            onToggle={isOpen(status) ? selection?.toggle : undefined}
            onMove={onMove}
          />
        ))}
      </ul>
      {remaining > 0 ? (
        <Button
          size="small"
          look="quiet"
          className="mt-1.5 w-full"
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('board.more', { count: remaining })}
        </Button>
      ) : null}
    </>
  );
}

interface SelectColumnProps {
  items: Progress[];
  selection: ApplicationSelection;
  name: string;
}

function SelectColumn({ items, selection, name }: SelectColumnProps) {
  const { t } = useTranslation('enrollment');
  const label = t('board.selectAll', { status: name });
  const chosen = items.filter((item) => selection.ids.has(item.student_id)).length;
  return (
    <label className="mb-1.5 flex items-center gap-2 px-2.5 text-xs text-muted">
      <RowCheckbox
        label={label}
        checked={chosen === items.length}
        mixed={chosen > 0 && chosen < items.length}
        onChange={() => {
          const ids = new Set(selection.ids);
          for (const item of items) {
            if (chosen === items.length) ids.delete(item.student_id);
            else ids.add(item.student_id);
          }
          selection.choose(items, ids);
        }}
      />
      <span aria-hidden>{label}</span>
    </label>
  );
}

function ColumnSkeleton() {
  return (
    <div aria-hidden className="flex flex-col gap-1.5">
      {Array.from({ length: 4 }, (_, row) => (
        <Skeleton key={row} className="h-13 w-full rounded-control" />
      ))}
    </div>
  );
}
