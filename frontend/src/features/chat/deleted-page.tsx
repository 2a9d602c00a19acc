import { useQuery } from '@tanstack/react-query';
import { Eye, ShieldCheck } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { deletedMessagesQuery } from '~/api/chat';
import type { DeletedMessage } from '~/api/chat-types';
import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { listView } from '~/api/list-view';
import { deletedFilter, type DeletedSearch } from '~/features/chat/deleted-search';
import { useFormats } from '~/i18n/format';
import { refiltered } from '~/lib/list-search';
import { Button } from '~/ui/button';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { toast } from '~/ui/toast';

const DiscloseDialog = lazy(async () => ({
  default: (await import('~/features/chat/disclose-dialog')).DiscloseDialog,
}));

interface DeletedPageProps {
  search: DeletedSearch;
  onSearch: (search: DeletedSearch) => void;
}

/** Messages that were deleted. What they said is shown only for a reason, which is written down. */
export function DeletedPage({ search, onSearch }: DeletedPageProps) {
  const { t } = useTranslation(['chat', 'common']);
  const filter = deletedFilter(search);
  const answer = useQuery(deletedMessagesQuery(filter));
  const [shown, setShown] = useState<DeletedMessage | null>(null);
  const columns = useColumns(setShown);
  return (
    <>
      <PageHeader title={t('deleted.title')} note={t('deleted.note')} />
      <DataTable
        id="deleted-messages"
        label={t('deleted.title')}
        columns={columns}
        view={listView(answer)}
        rowId={(row) => row.id}
        rowLabel={(row) => t('deleted.row', { name: row.sender_name })}
        sort=""
        onSort={() => undefined}
        onPage={(page) => onSearch({ ...search, ...page })}
        toolbar={
          search.sender === undefined ? undefined : (
            <>
              <span className="text-muted">
                {t('deleted.filteredTo', { name: answer.data?.items[0]?.sender_name ?? '…' })}
              </span>
              <Button
                size="small"
                look="quiet"
                onClick={() => onSearch(refiltered(search, { sender: undefined }))}
              >
                {t('common:clearFilters')}
              </Button>
            </>
          )
        }
        empty={
          search.sender === undefined ? (
            <Empty title={t('deleted.none')} icon={<ShieldCheck aria-hidden />}>
              {t('deleted.noneDetail')}
            </Empty>
          ) : (
            <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
          )
        }
        onExport={() =>
          downloadCsv('/deleted-messages', filter, 'deleted-messages').catch((error: unknown) =>
            toast('bad', errorText(error)),
          )
        }
      />
      <Suspense fallback={null}>
        {shown === null ? null : (
          <DiscloseDialog key={shown.id} message={shown} onClose={() => setShown(null)} />
        )}
      </Suspense>
    </>
  );
}

/** Leads to everything that this person wrote and that was deleted. */
function Sender({ message: { sender_id, sender_name } }: { message: DeletedMessage }) {
  return (
    <TextLink to="/deleted-messages" search={{ sender: sender_id }} preload={false}>
      {sender_name}
    </TextLink>
  );
}

function useColumns(onDisclose: (message: DeletedMessage) => void): Column<DeletedMessage>[] {
  const { t } = useTranslation(['chat', 'common']);
  const { moment, number } = useFormats();
  return useMemo(
    () => [
      {
        id: 'sender',
        header: t('deleted.sender'),
        primary: true,
        cell: (row) => <Sender message={row} />,
      },
      { id: 'kind', header: t('deleted.where'), cell: (row) => t(`kinds.${row.kind}`) },
      { id: 'deleted_by', header: t('deleted.by'), cell: (row) => row.deleted_by_name ?? '–' },
      { id: 'deleted_at', header: t('deleted.at'), cell: (row) => moment(row.deleted_at) },
      {
        id: 'edits',
        header: t('deleted.edits'),
        numeric: true,
        cell: (row) => number(row.edits),
      },
      {
        id: 'actions',
        header: t('common:actions'),
        actions: true,
        cell: (row) => (
          <Button
            size="small"
            aria-label={t('deleted.discloseOf', { name: row.sender_name })}
            onClick={() => onDisclose(row)}
          >
            <Eye aria-hidden />
            {t('deleted.disclose')}
          </Button>
        ),
      },
    ],
    [t, moment, number, onDisclose],
  );
}
