import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { listView } from '~/api/list-view';
import { useCan } from '~/api/session-hooks';
import { deleteSubject, subjectsQuery } from '~/api/structure';
import type { Subject } from '~/api/types';
import { DeleteDialog } from '~/features/structure/delete-dialog';
import { RecordActions } from '~/features/structure/record-actions';
import { subjectsListQuery, type SubjectsSearch } from '~/features/structure/structure-search';
import { orNothing } from '~/lib/list-search';
import { Button } from '~/ui/button';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { PageHeader } from '~/ui/page-header';
import { SearchField } from '~/ui/search-field';
import { toast } from '~/ui/toast';

const SubjectDialog = lazy(async () => ({
  default: (await import('~/features/structure/subject-dialog')).SubjectDialog,
}));

interface SubjectsPageProps {
  search: SubjectsSearch;
  onSearch: (search: SubjectsSearch) => void;
}

type OpenDialog = { kind: 'create' } | { kind: 'edit' | 'delete'; subject: Subject } | null;

export function SubjectsPage({ search, onSearch }: SubjectsPageProps) {
  const { t } = useTranslation(['structure', 'common']);
  const manages = useCan('manage_catalog');
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const query = subjectsListQuery(search);
  const answer = useQuery(subjectsQuery(query));
  const close = () => setDialog(null);
  const columns = useColumns(manages, setDialog);
  return (
    <>
      <PageHeader
        title={t('subjects.title')}
        actions={
          manages ? (
            <Button look="primary" onClick={() => setDialog({ kind: 'create' })}>
              <Plus aria-hidden />
              {t('subjects.new')}
            </Button>
          ) : undefined
        }
      />
      <DataTable
        id="subjects"
        label={t('subjects.title')}
        columns={columns}
        view={listView(answer)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.title}
        sort={query.sort}
        onSort={(sort) => onSearch({ ...search, sort, offset: undefined })}
        onPage={(page) => onSearch({ ...search, ...page })}
        toolbar={
          <SearchField
            label={t('subjects.search')}
            value={search.q ?? ''}
            onChange={(q) => onSearch({ ...search, q: orNothing(q), offset: undefined })}
            className="w-full sm:w-64"
          />
        }
        empty={
          search.q === undefined ? (
            <Empty title={t('subjects.emptyTitle')}>{t('subjects.emptyDetail')}</Empty>
          ) : (
            <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
          )
        }
        onExport={() =>
          downloadCsv('/subjects', query, 'subjects').catch((error: unknown) =>
            toast('bad', errorText(error)),
          )
        }
      />
      <Suspense fallback={null}>
        {dialog?.kind === 'create' ? <SubjectDialog onClose={close} /> : null}
        {dialog?.kind === 'edit' ? (
          <SubjectDialog subject={dialog.subject} onClose={close} />
        ) : null}
        {dialog?.kind === 'delete' ? (
          <DeleteDialog
            name={dialog.subject.title}
            remove={() => deleteSubject(dialog.subject)}
            onClose={close}
          />
        ) : null}
      </Suspense>
    </>
  );
}

function useColumns(manages: boolean, onOpen: (dialog: OpenDialog) => void): Column<Subject>[] {
  const { t } = useTranslation(['structure', 'common']);
  return useMemo(() => {
    const columns: Column<Subject>[] = [
      {
        id: 'title',
        header: t('subjects.name'),
        sort: 'title',
        primary: true,
        cell: (row) => row.title,
      },
      { id: 'code', header: t('subjects.code'), sort: 'code', cell: (row) => row.code },
    ];
    if (manages)
      columns.push({
        id: 'actions',
        header: t('common:actions'),
        actions: true,
        cell: (subject) => (
          <RecordActions
            name={subject.title}
            onEdit={() => onOpen({ kind: 'edit', subject })}
            onDelete={() => onOpen({ kind: 'delete', subject })}
          />
        ),
      });
    return columns;
  }, [t, manages, onOpen]);
}
