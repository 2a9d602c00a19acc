import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { progressListQuery } from '~/api/enrollment';
import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { listView } from '~/api/list-view';
import type { ProgressQuery } from '~/api/schema';
import type { Progress } from '~/api/types';
import { StatusBadge } from '~/features/enrollment/status-badge';
import type { ApplicationSelection } from '~/features/enrollment/use-selection';
import { Waiting } from '~/features/enrollment/waiting';
import { useFormats } from '~/i18n/format';
import { Button } from '~/ui/button';
import { type Column, DataTable } from '~/ui/data-table';
import { TextLink } from '~/ui/link-button';
import { toast } from '~/ui/toast';

interface ApplicantListProps {
  query: ProgressQuery;
  onChange: (change: Pick<ProgressQuery, 'sort' | 'limit' | 'offset'>) => void;
  toolbar: ReactNode;
  empty: ReactNode;
  selection: ApplicationSelection | undefined;
  bulkActions: ReactNode;
  onMove: ((progress: Progress) => void) | undefined;
}

export function ApplicantList({
  query,
  onChange,
  toolbar,
  empty,
  selection,
  bulkActions,
  onMove,
}: ApplicantListProps) {
  const { t } = useTranslation('enrollment');
  const columns = useColumns(onMove);
  const answer = useQuery(progressListQuery(query));
  const items = answer.data?.items;
  const renew = selection?.renew;
  useEffect(() => {
    if (items !== undefined) renew?.(items);
  }, [renew, items]);
  return (
    <DataTable
      id="enrollment"
      label={t('title')}
      columns={columns}
      view={listView(answer)}
      rowId={(row) => row.student_id}
      rowLabel={(row) => row.student_name}
      sort={query.sort}
      onSort={(sort) => onChange({ sort, offset: undefined })}
      onPage={onChange}
      toolbar={toolbar}
      empty={empty}
      selection={
        selection && {
          ids: selection.ids,
          onChange: (ids) => selection.choose(items ?? [], ids),
          actions: bulkActions,
        }
      }
      onExport={() =>
        downloadCsv('/enrollment/progress', { ...query }, 'enrollment').catch((error: unknown) =>
          toast('bad', errorText(error)),
        )
      }
    />
  );
}

function useColumns(onMove: ((progress: Progress) => void) | undefined): Column<Progress>[] {
  const { t } = useTranslation(['enrollment', 'common']);
  const { day } = useFormats();
  return useMemo(() => {
    const columns: Column<Progress>[] = [
      {
        id: 'name',
        header: t('columns.applicant'),
        sort: 'student_name',
        primary: true,
        cell: (row) => (
          <TextLink
            to="/enrollment/$studentId"
            params={{ studentId: row.student_id }}
            search={{ year: row.school_year_id }}
            preload={false}
          >
            {row.student_name}
          </TextLink>
        ),
      },
      { id: 'grade', header: t('gradeLevel'), cell: (row) => row.grade_level },
      { id: 'status', header: t('status'), cell: (row) => <StatusBadge status={row.status} /> },
      {
        id: 'waiting',
        header: t('columns.waiting'),
        sort: 'changed_at',
        numeric: true,
        cell: (row) => <Waiting progress={row} />,
      },
      {
        id: 'submitted',
        header: t('columns.submitted'),
        sort: 'submitted_at',
        deskOnly: true,
        numeric: true,
        cell: (row) => day(row.submitted_at),
      },
      {
        id: 'section',
        deskOnly: true,
        header: t('columns.section'),
        cell: (row) => row.section_name ?? '–',
      },
      {
        id: 'changedBy',
        header: t('columns.changedBy'),
        hiddenAtFirst: true,
        cell: (row) => row.changed_by_name ?? '–',
      },
    ];
    if (onMove !== undefined)
      columns.push({
        id: 'move',
        header: t('common:actions'),
        actions: true,
        cell: (row) =>
          row.allowed_next.length === 0 ? null : (
            <Button
              size="small"
              look="quiet"
              aria-label={t('move.actionFor', { name: row.student_name })}
              onClick={() => onMove(row)}
            >
              {t('move.action')}
            </Button>
          ),
      });
    return columns;
  }, [t, day, onMove]);
}
