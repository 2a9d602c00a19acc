import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { childrenQuery } from '~/api/identity';
import { useCan } from '~/api/session-hooks';
import { type LinkChange, LinkList, nameOn } from '~/features/identity/link-list';
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

/** Whose guardian a parent is or was. Links are made on the student's side. */
export function ChildrenPanel({ parentId }: { parentId: string }) {
  const { t } = useTranslation(['identity', 'common']);
  const manages = useCan('manage_families');
  const [change, setChange] = useState<LinkChange | null>(null);
  const query = useQuery(childrenQuery(parentId));
  const close = () => setChange(null);
  const links = query.data?.items;
  return (
    <Panel flush title={t('children.title')}>
      {links !== undefined ? (
        links.length === 0 ? (
          <Empty title={t('children.none')}>{manages ? t('children.noneDetail') : undefined}</Empty>
        ) : (
          <LinkList links={links} side="student" onOpen={manages ? setChange : undefined} />
        )
      ) : query.isError ? (
        <ErrorState
          title={t('common:listFailed')}
          detail={errorText(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <div className="p-4">
          <SkeletonLines lines={3} />
        </div>
      )}
      <Suspense fallback={null}>
        {change?.kind === 'edit' ? (
          <GuardianDialog
            student={change.link.student}
            link={change.link}
            name={nameOn(change.link, 'student')}
            onClose={close}
          />
        ) : null}
        {change?.kind === 'remove' ? (
          <RemoveLink link={change.link} name={nameOn(change.link, 'student')} onClose={close} />
        ) : null}
      </Suspense>
    </Panel>
  );
}
