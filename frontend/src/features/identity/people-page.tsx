import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { usersQuery } from '~/api/identity';
import { listView } from '~/api/list-view';
import { useMe } from '~/api/session-hooks';
import type { User } from '~/api/types';
import { PeopleFilters } from '~/features/identity/people-filters';
import { peopleQuery, type PeopleSearch } from '~/features/identity/people-search';
import { AccountState, RoleBadges } from '~/features/identity/role-badges';
import { grantableRoles } from '~/features/identity/user-rules';
import { useFormats } from '~/i18n/format';
import { Button } from '~/ui/button';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { toast } from '~/ui/toast';

const CreateUserDialog = lazy(async () => ({
  default: (await import('~/features/identity/user-dialog')).UserDialog,
}));

interface PeoplePageProps {
  search: PeopleSearch;
  onSearch: (search: PeopleSearch) => void;
  onCreated: (user: User) => void;
}

export function PeoplePage({ search, onSearch, onCreated }: PeoplePageProps) {
  const { t } = useTranslation(['identity', 'common']);
  const me = useMe();
  const [creating, setCreating] = useState(false);
  const columns = useColumns();
  const query = peopleQuery(search);
  const answer = useQuery(usersQuery(query));
  const filtered = Object.keys(query).length > 3;
  return (
    <>
      <PageHeader
        title={t('people.title')}
        actions={
          grantableRoles(me).length > 0 ? (
            <Button look="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden />
              {t('people.new')}
            </Button>
          ) : undefined
        }
      />
      <DataTable
        id="people"
        label={t('people.title')}
        columns={columns}
        view={listView(answer)}
        rowId={(row) => row.id}
        rowLabel={(row) => `${row.first_name} ${row.last_name}`}
        sort={query.sort}
        onSort={(sort) => onSearch({ ...search, sort, offset: undefined })}
        onPage={(page) => onSearch({ ...search, ...page })}
        toolbar={<PeopleFilters search={search} onSearch={onSearch} />}
        empty={
          filtered ? (
            <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
          ) : (
            <Empty title={t('people.emptyTitle')}>{t('people.emptyDetail')}</Empty>
          )
        }
        onExport={() =>
          downloadCsv('/users', { ...query }, 'people').catch((error: unknown) =>
            toast('bad', errorText(error)),
          )
        }
      />
      <Suspense fallback={null}>
        {creating ? (
          <CreateUserDialog onClose={() => setCreating(false)} onSaved={onCreated} />
        ) : null}
      </Suspense>
    </>
  );
}

function useColumns(): Column<User>[] {
  const { t } = useTranslation('identity');
  const { day, ago } = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('people.name'),
        sort: 'name',
        primary: true,
        cell: (row) => (
          <TextLink to="/people/$userId" params={{ userId: row.id }} preload={false}>
            {row.last_name}, {row.first_name}
          </TextLink>
        ),
      },
      {
        id: 'email',
        header: t('people.email'),
        sort: 'email',
        cell: (row) => <span className="break-all">{row.email}</span>,
      },
      { id: 'roles', header: t('people.roles'), cell: (row) => <RoleBadges user={row} /> },
      { id: 'state', header: t('people.state'), cell: (row) => <AccountState user={row} /> },
      {
        id: 'lastLogin',
        header: t('people.lastLogin'),
        sort: 'last_login_at',
        deskOnly: true,
        numeric: true,
        cell: (row) =>
          row.last_login_at === null ? (
            <span className="text-muted">{t('people.never')}</span>
          ) : (
            ago(row.last_login_at)
          ),
      },
      {
        id: 'created',
        header: t('people.created'),
        sort: 'created_at',
        numeric: true,
        hiddenAtFirst: true,
        cell: (row) => day(row.created_at),
      },
    ],
    [t, day, ago],
  );
}
