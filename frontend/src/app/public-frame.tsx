import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { schoolIcon as SchoolIcon } from '~/app/navigation';
import { LanguageChoice, ThemeChoice } from '~/app/shell/preferences';

/** The pages before the login: one card in the middle. */
export function PublicFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="flex min-h-dvh flex-col items-center px-3 py-8 sm:py-16">
      <header className="mb-6 flex items-center gap-2.5 text-lg font-semibold">
        <span className="flex size-9 items-center justify-center rounded-control bg-accent text-accent-ink [&_svg]:size-5">
          <SchoolIcon aria-hidden />
        </span>
        {t('appName')}
      </header>
      <main id="main" className="w-full max-w-sm">
        {children}
      </main>
      <footer className="mt-6 grid w-full max-w-sm grid-cols-2 gap-3">
        <LanguageChoice />
        <ThemeChoice />
      </footer>
    </div>
  );
}
