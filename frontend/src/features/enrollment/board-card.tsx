import { clsx } from 'clsx';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Progress } from '~/api/types';
import { Waiting } from '~/features/enrollment/waiting';
import { Button } from '~/ui/button';
import { RowCheckbox } from '~/ui/choice';
import { TextLink } from '~/ui/link-button';

interface BoardCardProps {
  progress: Progress;
  selected: boolean;
  /** Absent for those who only read. */
  onToggle: ((progress: Progress) => void) | undefined;
  onMove: ((progress: Progress) => void) | undefined;
}

export const BoardCard = memo(function BoardCard({
  progress,
  selected,
  onToggle,
  onMove,
}: BoardCardProps) {
  const { t } = useTranslation('enrollment');
  const name = progress.student_name;
  return (
    <li
      className={clsx(
        'flex items-start gap-2 rounded-control border px-2.5 py-2',
        selected ? 'border-accent bg-selected' : 'border-line bg-surface',
      )}
    >
      {onToggle === undefined ? null : (
        <RowCheckbox
          className="mt-0.5"
          label={t('board.select', { name })}
          checked={selected}
          onChange={() => onToggle(progress)}
        />
      )}
      <div className="min-w-0 flex-1">
        <TextLink
          to="/enrollment/$studentId"
          params={{ studentId: progress.student_id }}
          search={{ year: progress.school_year_id }}
          preload={false}
          className="block truncate text-ink"
        >
          {name}
        </TextLink>
        <div className="flex items-center justify-between gap-2 text-xs">
          <span className="text-muted">{progress.section_name ?? progress.grade_level}</span>
          <Waiting progress={progress} />
        </div>
      </div>
      {onMove === undefined || progress.allowed_next.length === 0 ? null : (
        <Button
          size="small"
          look="quiet"
          className="-my-1 -mr-1.5"
          aria-label={t('move.actionFor', { name })}
          onClick={() => onMove(progress)}
        >
          {t('move.action')}
        </Button>
      )}
    </li>
  );
});
