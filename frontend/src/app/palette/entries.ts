import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { logout, usersQuery } from '~/api/identity';
import { useCan, useMe } from '~/api/session-hooks';
import type { Page, User } from '~/api/types';
import { useActiveRole } from '~/app/active-role';
import { homes, pages, mayOpen } from '~/app/navigation';
import { changeTheme, themes } from '~/app/theme';
import { useDebounced } from '~/lib/use-debounced';

export interface PaletteEntry {
  value: string;
  label: string;
  note?: string;
  run: () => void;
}

export interface PaletteGroup {
  value: 'pages' | 'people' | 'actions';
  items: PaletteEntry[];
}

/** Everything that the palette can lead to, for the text typed so far. */
export function usePaletteGroups(text: string, onOpenKeys: () => void): PaletteGroup[] {
  const pageEntries = usePageEntries();
  const actions = useActionEntries(onOpenKeys);
  const people = usePeopleEntries(text);
  return useMemo(() => {
    const wanted = text.trim().toLowerCase();
    const matching = (entries: PaletteEntry[]) =>
      entries.filter((entry) => entry.label.toLowerCase().includes(wanted));
    const groups: PaletteGroup[] = [
      { value: 'pages', items: matching(pageEntries) },
      { value: 'people', items: people },
      { value: 'actions', items: matching(actions) },
    ];
    return groups.filter((group) => group.items.length > 0);
  }, [text, pageEntries, people, actions]);
}

function usePageEntries(): PaletteEntry[] {
  const { t } = useTranslation('shell');
  const me = useMe();
  const role = useActiveRole();
  const navigate = useNavigate();
  return useMemo(
    () => [
      { value: 'page:home', label: t('home'), run: () => void navigate({ to: homes[role] }) },
      ...pages
        .filter((page) => mayOpen(me, page))
        .map((page) => ({
          value: `page:${page.name}`,
          label: t(`pages.${page.name}`),
          run: () => void navigate({ to: page.to }),
        })),
      {
        value: 'page:notifications',
        label: t('notifications'),
        run: () => void navigate({ to: '/notifications' }),
      },
      { value: 'page:profile', label: t('profile'), run: () => void navigate({ to: '/profile' }) },
    ],
    [t, me, role, navigate],
  );
}

function useActionEntries(onOpenKeys: () => void): PaletteEntry[] {
  const { t } = useTranslation(['shell', 'common']);
  const me = useMe();
  const role = useActiveRole();
  const navigate = useNavigate();
  return useMemo(
    () => [
      ...me.roles
        .filter((candidate) => candidate !== role)
        .map((candidate) => ({
          value: `role:${candidate}`,
          label: t('palette.switchRole', { role: t(`common:roles.${candidate}`) }),
          run: () => void navigate({ to: homes[candidate] }),
        })),
      ...themes.map((theme) => ({
        value: `theme:${theme}`,
        label: t('palette.switchTheme', { theme: t(`themes.${theme}`) }),
        run: () => changeTheme(theme),
      })),
      { value: 'keys', label: t('keys.show'), run: onOpenKeys },
      { value: 'logout', label: t('logout'), run: () => void logout().catch(() => undefined) },
    ],
    [t, me, role, navigate, onOpenKeys],
  );
}

const noPeople: PaletteEntry[] = [];

function usePeopleEntries(text: string): PaletteEntry[] {
  const { t } = useTranslation(['shell', 'common']);
  const navigate = useNavigate();
  const allowed = useCan('read_accounts', 'read_families');
  // Only this asks the server, so only this waits until the typing rests.
  const wanted = useDebounced(text.trim(), 150);
  const { data } = useQuery({
    ...usersQuery({ q: wanted, limit: 8 }),
    enabled: allowed && wanted.length >= 2,
  });
  return useMemo(() => {
    if (data === undefined || wanted.length < 2) return noPeople;
    return peopleOf(
      data,
      (user) => t(`common:roles.${user.primary_role}`),
      (id) => {
        void navigate({ to: '/people/$userId', params: { userId: id } });
      },
    );
  }, [data, wanted, t, navigate]);
}

function peopleOf(
  page: Page<User>,
  role: (user: User) => string,
  open: (id: string) => void,
): PaletteEntry[] {
  return page.items.map((user) => ({
    value: `person:${user.id}`,
    label: `${user.first_name} ${user.last_name}`,
    note: role(user),
    run: () => open(user.id),
  }));
}
