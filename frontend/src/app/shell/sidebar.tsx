import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { UnreadSummary } from '~/api/chat-types';
import { unreadSummaryQuery } from '~/api/chat-unread';
import { useMe } from '~/api/session-hooks';
import { publicSettingsQuery } from '~/api/settings';
import { useActiveRole } from '~/app/active-role';
import {
  homeIcon,
  homes,
  type NavigationPage,
  pagesFor,
  schoolIcon as SchoolIcon,
} from '~/app/navigation';
import { useFormats } from '~/i18n/format';

const HomeIcon = homeIcon;
const groups = ['daily', 'school', 'system'] as const;

const itemStyle =
  'flex min-h-9 items-center gap-2.5 rounded-control px-2.5 text-sm font-medium text-muted hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-soft-ink [&_svg]:size-[1.125rem] [&_svg]:shrink-0';

export function Sidebar() {
  return (
    <aside className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col overflow-y-auto border-r border-line bg-surface px-3 py-3 lg:flex print:hidden">
      <SchoolName />
      <NavigationLinks />
    </aside>
  );
}

export function SchoolName() {
  const { t } = useTranslation();
  const { data } = useQuery(publicSettingsQuery());
  return (
    <p className="mb-3 flex min-h-9 items-center gap-2.5 px-1.5 text-[0.9375rem] leading-5 font-semibold">
      <span className="flex size-7 shrink-0 items-center justify-center rounded-control bg-accent text-accent-ink [&_svg]:size-4">
        <SchoolIcon aria-hidden />
      </span>
      <span className="min-w-0">{data?.school_name ?? t('appName')}</span>
    </p>
  );
}

/** The pages of the role in which the person works now. */
export function NavigationLinks({ onFollow }: { onFollow?: () => void }) {
  const { t } = useTranslation('shell');
  const me = useMe();
  const role = useActiveRole();
  const pages = pagesFor(me, role);
  return (
    <nav aria-label={t('navigation')} className="flex flex-col gap-4">
      <Link to={homes[role]} className={itemStyle} onClick={onFollow}>
        <HomeIcon aria-hidden />
        {t('home')}
      </Link>
      {groups.map((group) => {
        const members = pages.filter((page) => page.group === group);
        if (members.length === 0) return null;
        return (
          <div key={group}>
            <p className="mb-1 px-2.5 text-xs font-medium text-faint">{t(`groups.${group}`)}</p>
            <ul className="flex flex-col gap-0.5">
              {members.map(({ name, to, icon: Icon, badge }) => (
                <li key={name}>
                  <Link to={to} className={itemStyle} onClick={onFollow}>
                    <Icon aria-hidden />
                    {t(`pages.${name}`)}
                    {badge === undefined ? null : <PageBadge of={badge} />}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

const most = 99;

/** What each badge counts. */
const counts = {
  unreadMessages: () => ({
    ...unreadSummaryQuery(),
    select: (summary: UnreadSummary) => summary.unread_messages,
  }),
};

/** How much there is to look at behind a link of the navigation. */
function PageBadge({ of: kind }: { of: NonNullable<NavigationPage['badge']> }) {
  const { t } = useTranslation('shell');
  const { number } = useFormats();
  const count = useQuery(counts[kind]()).data ?? 0;
  if (count === 0) return null;
  return (
    <>
      <span
        aria-hidden
        className="numeric ml-auto min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-accent-ink"
      >
        {count > most ? `${most}+` : number(count)}
      </span>
      <span className="sr-only">{t('unread', { count, shown: number(count) })}</span>
    </>
  );
}
