import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { enrollmentStatuses, progressSummaryQuery } from '~/api/enrollment';
import { errorText } from '~/api/error-text';
import { isOpen } from '~/features/enrollment/stages';
import { daysSince, useFormats } from '~/i18n/format';
import { BarList } from '~/ui/bar-list';
import { Panel } from '~/ui/card';
import { ErrorState } from '~/ui/error-state';
import { LinkButton, TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

/** Applications by state; every number leads to those behind it. */
export function FunnelPanel({ className }: { className?: string }) {
  const { t } = useTranslation(['enrollment', 'common']);
  const { number } = useFormats();
  const query = useQuery(progressSummaryQuery());
  const summary = query.data;
  const total = summary?.by_status.reduce((sum, each) => sum + each.count, 0) ?? 0;
  return (
    <Panel
      className={className}
      title={t('panel.funnel')}
      note={summary === undefined ? undefined : t('panel.funnelNote', { count: total })}
      actions={
        <LinkButton to="/enrollment" size="small">
          {t('panel.board')}
        </LinkButton>
      }
    >
      {summary === undefined ? (
        query.isError ? (
          <ErrorState
            title={t('common:partFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <SkeletonLines lines={9} />
        )
      ) : (
        <BarList
          bars={enrollmentStatuses.map((status) => {
            const figures = summary.by_status.find((each) => each.status === status);
            const count = figures?.count ?? 0;
            const oldest = figures?.oldest_changed_at ?? null;
            const waits = isOpen(status) && count > 0 && oldest !== null;
            return {
              key: status,
              label: t(`common:statuses.${status}`),
              value: count,
              figure: (
                <TextLink to="/enrollment" search={{ view: 'list', status }}>
                  {number(count)}
                </TextLink>
              ),
              note: waits
                ? t('board.oldest', {
                    waiting: t('common:daysWaiting', { count: daysSince(oldest) }),
                  })
                : undefined,
            };
          })}
        />
      )}
    </Panel>
  );
}
