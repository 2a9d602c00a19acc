import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { enrollmentStatuses, progressSummaryQuery } from '~/api/enrollment';
import type { ProgressQuery } from '~/api/schema';
import type { EnrollmentStatus, Progress } from '~/api/types';
import { BoardColumn } from '~/features/enrollment/board-column';
import { isOpen } from '~/features/enrollment/stages';
import type { ApplicationSelection } from '~/features/enrollment/use-selection';
import { useMediaQuery } from '~/lib/use-media-query';

interface BoardProps {
  filter: ProgressQuery;
  filtered: boolean;
  selection: ApplicationSelection | undefined;
  onMove: ((progress: Progress) => void) | undefined;
}

/** All applications by state. Side by side on a desk, one under the other on a phone. */
export function Board({ filter, filtered, selection, onMove }: BoardProps) {
  const { t } = useTranslation('enrollment');
  const wide = useMediaQuery('(min-width: 48rem)');
  const summary = useQuery(progressSummaryQuery(filter.school_year_id));
  const [toggled, setToggled] = useState<ReadonlyMap<EnrollmentStatus, boolean>>(new Map());
  return (
    <div
      role="group"
      aria-label={t('board.label')}
      className="flex flex-col gap-2.5 md:-mx-5 md:flex-row md:items-stretch md:overflow-x-auto md:px-5 md:pb-3"
    >
      {enrollmentStatuses.map((status) => {
        const figures = summary.data?.by_status.find((each) => each.status === status);
        return (
          <BoardColumn
            key={status}
            status={status}
            filter={filter}
            filtered={filtered}
            summary={
              summary.data === undefined
                ? undefined
                : { count: figures?.count ?? 0, oldest: figures?.oldest_changed_at ?? null }
            }
            open={toggled.get(status) ?? (wide ? isOpen(status) : status === 'submitted')}
            onOpen={(open) => setToggled(new Map(toggled).set(status, open))}
            selection={selection}
            onMove={onMove}
          />
        );
      })}
    </div>
  );
}
