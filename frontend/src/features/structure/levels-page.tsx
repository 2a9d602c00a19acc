import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { listView } from '~/api/list-view';
import { useCan } from '~/api/session-hooks';
import { deleteGradeLevel, gradeLevelsQuery } from '~/api/structure';
import type { GradeLevel } from '~/api/types';
import { DeleteDialog } from '~/features/structure/delete-dialog';
import { RecordActions } from '~/features/structure/record-actions';
import { Button } from '~/ui/button';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';

const LevelDialog = lazy(async () => ({
  default: (await import('~/features/structure/level-dialog')).LevelDialog,
}));

type OpenDialog = { kind: 'create' } | { kind: 'edit' | 'delete'; level: GradeLevel } | null;

export function LevelsPage() {
  const { t } = useTranslation('structure');
  const manages = useCan('manage_catalog');
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const answer = useQuery(gradeLevelsQuery());
  const columns = useColumns(manages, setDialog);
  const close = () => setDialog(null);
  const nextPosition = Math.max(0, ...(answer.data?.items ?? []).map((each) => each.position + 1));
  return (
    <>
      <PageHeader
        title={t('levels.title')}
        actions={
          manages ? (
            <Button look="primary" onClick={() => setDialog({ kind: 'create' })}>
              <Plus aria-hidden />
              {t('levels.new')}
            </Button>
          ) : undefined
        }
      />
      <DataTable
        id="grade-levels"
        label={t('levels.title')}
        columns={columns}
        view={listView(answer)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        empty={<Empty title={t('levels.emptyTitle')}>{t('levels.emptyDetail')}</Empty>}
      />
      <Suspense fallback={null}>
        {dialog?.kind === 'create' ? (
          <LevelDialog nextPosition={nextPosition} onClose={close} />
        ) : null}
        {dialog?.kind === 'edit' ? (
          <LevelDialog level={dialog.level} nextPosition={nextPosition} onClose={close} />
        ) : null}
        {dialog?.kind === 'delete' ? (
          <DeleteDialog
            name={dialog.level.name}
            remove={() => deleteGradeLevel(dialog.level)}
            onClose={close}
          />
        ) : null}
      </Suspense>
    </>
  );
}

function useColumns(manages: boolean, onOpen: (dialog: OpenDialog) => void): Column<GradeLevel>[] {
  const { t } = useTranslation(['structure', 'common']);
  return useMemo(() => {
    const columns: Column<GradeLevel>[] = [
      {
        id: 'name',
        header: t('levels.name'),
        primary: true,
        cell: (row) => (
          <TextLink to="/sections" search={{ level: row.id }}>
            {row.name}
          </TextLink>
        ),
      },
      { id: 'code', header: t('levels.code'), cell: (row) => row.code },
      {
        id: 'position',
        header: t('levels.position'),
        numeric: true,
        cell: (row) => row.position,
      },
    ];
    if (manages)
      columns.push({
        id: 'actions',
        header: t('common:actions'),
        actions: true,
        cell: (level) => (
          <RecordActions
            name={level.name}
            onEdit={() => onOpen({ kind: 'edit', level })}
            onDelete={() => onOpen({ kind: 'delete', level })}
          />
        ),
      });
    return columns;
  }, [t, manages, onOpen]);
}
