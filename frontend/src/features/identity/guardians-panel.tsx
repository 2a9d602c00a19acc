import { useQuery } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { guardiansQuery } from '~/api/identity';
import { useCan } from '~/api/session-hooks';
import type { GuardianLink } from '~/api/types';
import { type LinkChange, LinkList, nameOn } from '~/features/identity/link-list';
import { Button } from '~/ui/button';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { SkeletonLines } from '~/ui/skeleton';

const GuardianDialog = lazy(async () => ({
  default: (await import('~/features/identity/guardian-dialog')).GuardianDialog,
}));

const RemoveLink = lazy(async () => ({
  default: (await import('~/features/identity/remove-link')).RemoveLink,
}));

interface StudentName {
  id: string;
  first_name: string;
  last_name: string;
}

type OpenDialog = { kind: 'link' } | LinkChange | null;

export function GuardiansPanel({ student }: { student: StudentName }) {
  const { t } = useTranslation(['identity', 'common']);
  const manages = useCan('manage_families');
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const query = useQuery(guardiansQuery(student.id));
  const close = () => setDialog(null);
  return (
    <Panel
      flush
      title={t('guardians.title')}
      actions={
        manages ? (
          <Button size="small" onClick={() => setDialog({ kind: 'link' })}>
            <Link2 aria-hidden />
            {t('guardians.link')}
          </Button>
        ) : undefined
      }
    >
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState
            title={t('common:listFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="p-4">
            <SkeletonLines lines={3} />
          </div>
        )
      ) : (
        <Links links={query.data.items} onOpen={manages ? setDialog : undefined} />
      )}
      <Suspense fallback={null}>
        {dialog?.kind === 'link' ? <GuardianDialog student={student} onClose={close} /> : null}
        {dialog?.kind === 'edit' ? (
          <GuardianDialog
            student={student}
            link={dialog.link}
            name={nameOn(dialog.link, 'guardian')}
            onClose={close}
          />
        ) : null}
        {dialog?.kind === 'remove' ? (
          <RemoveLink link={dialog.link} name={nameOn(dialog.link, 'guardian')} onClose={close} />
        ) : null}
      </Suspense>
    </Panel>
  );
}

interface LinksProps {
  links: GuardianLink[];
  onOpen: ((change: LinkChange) => void) | undefined;
}

function Links({ links, onOpen }: LinksProps) {
  const { t } = useTranslation('identity');
  if (links.length === 0)
    return (
      <Empty title={t('guardians.none')}>
        {onOpen === undefined ? undefined : t('guardians.noneDetail')}
      </Empty>
    );
  return <LinkList links={links} side="guardian" onOpen={onOpen} />;
}
