import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { latestChangesQuery } from '~/features/audit/audit-search';
import { useActionText } from '~/features/audit/use-action-text';
import { useActorText } from '~/features/audit/use-actor-text';
import { useFormats } from '~/i18n/format';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { LinkButton } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

export function LatestChangesPanel() {
  const { t } = useTranslation(['audit', 'common']);
  const { ago } = useFormats();
  const actionText = useActionText();
  const actorText = useActorText();
  const query = useQuery(latestChangesQuery());
  return (
    <Panel
      flush
      title={t('latest')}
      actions={
        <LinkButton to="/audit" size="small">
          {t('all')}
        </LinkButton>
      }
    >
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState
            title={t('common:partFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="p-4">
            <SkeletonLines lines={8} />
          </div>
        )
      ) : query.data.items.length === 0 ? (
        <Empty title={t('emptyTitle')} />
      ) : (
        <ol className="divide-y divide-line">
          {query.data.items.map((entry) => (
            <li key={entry.id} className="flex items-baseline justify-between gap-3 px-4 py-1.5">
              <span className="min-w-0 truncate">
                <span className="font-medium">{actionText(entry.action)}</span>{' '}
                <span className="text-muted">{actorText(entry)}</span>
              </span>
              <span className="shrink-0 text-[0.8125rem] text-muted">{ago(entry.at)}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
