import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '~/api/session-hooks';
import type { Role } from '~/api/types';
import { PageHeader } from '~/ui/page-header';

interface HomePageProps {
  role: Role;
  /** The figures of the day. */
  figures?: ReactNode;
  children: ReactNode;
}

/** The first page of a role: figures on top, then what they are about. */
export function HomePage({ role, figures, children }: HomePageProps) {
  const { t } = useTranslation('home');
  const me = useMe();
  return (
    <>
      <PageHeader title={t('greeting', { name: me.first_name })} note={t(role)} />
      {figures === undefined ? null : (
        <div className="mb-4 grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3 sm:gap-4">
          {figures}
        </div>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">{children}</div>
    </>
  );
}
