import { useRouter } from '@tanstack/react-router';
import { CloudOff, Compass, Lock, ServerCrash } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '~/ui/button';
import { LinkButton } from '~/ui/link-button';

interface StatusPageProps {
  icon: ReactNode;
  title: string;
  detail: string;
  children: ReactNode;
}

/** A whole page that says why there is nothing else on it, and where to go. */
function StatusPage({ icon, title, detail, children }: StatusPageProps) {
  return (
    <div className="mx-auto flex min-h-[60dvh] max-w-lg flex-col items-center justify-center gap-2 px-4 py-16 text-center">
      <span className="text-faint [&_svg]:size-10">{icon}</span>
      <h1 className="text-xl font-semibold text-balance">{title}</h1>
      <p className="text-muted">{detail}</p>
      <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>
    </div>
  );
}

function HomeLink() {
  const { t } = useTranslation('shell');
  return (
    <LinkButton to="/" look="primary">
      {t('status.home')}
    </LinkButton>
  );
}

function RetryButton() {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Button look="primary" onClick={() => void router.invalidate()}>
      {t('tryAgain')}
    </Button>
  );
}

export function NotFoundPage() {
  const { t } = useTranslation('shell');
  return (
    <StatusPage
      icon={<Compass aria-hidden />}
      title={t('status.notFoundTitle')}
      detail={t('status.notFoundDetail')}
    >
      <HomeLink />
    </StatusPage>
  );
}

export function ForbiddenPage() {
  const { t } = useTranslation('shell');
  return (
    <StatusPage
      icon={<Lock aria-hidden />}
      title={t('status.forbiddenTitle')}
      detail={t('status.forbiddenDetail')}
    >
      <HomeLink />
    </StatusPage>
  );
}

export function UnreachablePage() {
  const { t } = useTranslation('shell');
  return (
    <StatusPage
      icon={<CloudOff aria-hidden />}
      title={t('status.unreachableTitle')}
      detail={t('status.unreachableDetail')}
    >
      <RetryButton />
    </StatusPage>
  );
}

export function BrokenPage({ detail }: { detail: string }) {
  const { t } = useTranslation('shell');
  return (
    <StatusPage
      icon={<ServerCrash aria-hidden />}
      title={t('status.brokenTitle')}
      detail={detail === '' ? t('status.brokenDetail') : detail}
    >
      <RetryButton />
    </StatusPage>
  );
}
