import { Menu, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { AccountPanel } from '~/app/shell/account-panel';
import { Bell } from '~/app/shell/bell';
import { ConnectionState } from '~/app/shell/connection';
import { IconButton } from '~/ui/button';
import { Kbd } from '~/ui/kbd';

interface TopbarProps {
  onOpenNavigation: () => void;
  onOpenPalette: () => void;
  onOpenKeys: () => void;
  /** What the bell opens. */
  notifications: (close: () => void) => ReactNode;
}

export function Topbar({
  onOpenNavigation,
  onOpenPalette,
  onOpenKeys,
  notifications,
}: TopbarProps) {
  const { t } = useTranslation('shell');
  return (
    <header className="sticky top-0 z-10 flex h-13 items-center gap-2 border-b border-line bg-surface px-3 sm:px-5 print:hidden">
      <IconButton
        label={t('openNavigation')}
        className="-ml-1.5 lg:hidden"
        onClick={onOpenNavigation}
      >
        <Menu aria-hidden />
      </IconButton>
      <button
        type="button"
        className="flex h-9 min-w-0 items-center gap-2 rounded-control border border-line bg-sunken px-2.5 text-left text-muted hover:border-line-strong sm:w-80"
        aria-label={t('search')}
        onClick={onOpenPalette}
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 truncate max-sm:hidden">{t('search')}</span>
        <span className="flex gap-0.5 max-sm:hidden">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <div className="ml-auto flex items-center gap-2">
        <ConnectionState />
        <Bell panel={notifications} />
        <AccountPanel onOpenKeys={onOpenKeys} />
      </div>
    </header>
  );
}
