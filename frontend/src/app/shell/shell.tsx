import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { OfflineBanner } from '~/app/shell/connection';
import { Sidebar } from '~/app/shell/sidebar';
import { Topbar } from '~/app/shell/topbar';
import { focusSearchField, useShortcuts } from '~/lib/keyboard';

const Palette = lazy(async () => ({
  default: (await import('~/app/palette/palette')).Palette,
}));
const KeysDialog = lazy(async () => ({
  default: (await import('~/app/shell/keys-dialog')).KeysDialog,
}));
const MobileNavigation = lazy(async () => ({
  default: (await import('~/app/shell/mobile-navigation')).MobileNavigation,
}));

type Overlay = 'palette' | 'keys' | 'navigation';

interface ShellProps {
  /** What the bell opens; the frame knows no features itself. */
  notifications: (close: () => void) => ReactNode;
}

/** The frame of every page behind the login. */
export function Shell({ notifications }: ShellProps) {
  const { t } = useTranslation('shell');
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const openPalette = useCallback(() => setOverlay('palette'), []);
  const openKeys = useCallback(() => setOverlay('keys'), []);
  const search = useCallback(() => {
    if (!focusSearchField()) setOverlay('palette');
  }, []);
  useShortcuts({ palette: openPalette, search, help: openKeys });
  const close = (open: boolean) => {
    if (!open) setOverlay(null);
  };
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only rounded-control bg-accent px-3 py-2 text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        {t('skip')}
      </a>
      <Sidebar />
      <div className="flex min-w-0 flex-1 flex-col">
        <Topbar
          onOpenNavigation={() => setOverlay('navigation')}
          onOpenPalette={openPalette}
          onOpenKeys={openKeys}
          notifications={notifications}
        />
        <OfflineBanner />
        <Main />
      </div>
      <Suspense fallback={null}>
        {overlay === 'palette' ? <Palette onOpenChange={close} onOpenKeys={openKeys} /> : null}
        {overlay === 'keys' ? <KeysDialog onOpenChange={close} /> : null}
        {overlay === 'navigation' ? <MobileNavigation onOpenChange={close} /> : null}
      </Suspense>
    </div>
  );
}

/** The page itself. After a change of page the focus begins here, not on the link that was left. */
function Main() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (path === undefined) return;
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <main
      ref={main}
      id="main"
      tabIndex={-1}
      className="mx-auto w-full max-w-[88rem] min-w-0 flex-1 px-3 py-4 outline-none sm:px-5 sm:py-5 print:max-w-none print:p-0"
    >
      <Outlet />
    </main>
  );
}
