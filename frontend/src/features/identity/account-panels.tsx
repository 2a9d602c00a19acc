import { useQuery } from '@tanstack/react-query';
import { Activity, UserRoundX, UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { readinessQuery } from '~/api/health';
import { userSummaryQuery } from '~/api/identity';
import { withoutGuardianQuery } from '~/features/identity/people-search';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { BarList } from '~/ui/bar-list';
import { Panel } from '~/ui/card';
import { ErrorState } from '~/ui/error-state';
import { LinkButton, TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';
import { StatCard } from '~/ui/stat-card';

export function AccountsByRolePanel() {
  const { t } = useTranslation(['identity', 'common']);
  const { number } = useFormats();
  const query = useQuery(userSummaryQuery());
  const rows = query.data?.by_role;
  const active = rows?.reduce((sum, each) => sum + each.active, 0);
  return (
    <Panel
      title={t('panel.byRole')}
      actions={
        <LinkButton to="/people" size="small">
          {t('panel.all')}
        </LinkButton>
      }
      note={active === undefined ? undefined : t('panel.byRoleNote', { count: active })}
    >
      {rows === undefined ? (
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
          bars={rows.map((row) => ({
            key: row.role,
            label: t(`common:roles.${row.role}`),
            value: row.active,
            figure: (
              <TextLink to="/people" search={{ role: row.role, active: true }}>
                {number(row.active)}
              </TextLink>
            ),
            note: row.inactive === 0 ? undefined : t('panel.inactive', { count: row.inactive }),
          }))}
        />
      )}
    </Panel>
  );
}

export function NeverLoggedInCard() {
  const { t } = useTranslation('identity');
  const { number } = useFormats();
  const { data, isError } = useQuery(userSummaryQuery());
  return (
    <StatCard
      label={t('panel.neverLoggedIn')}
      icon={<UserRoundX aria-hidden />}
      note={t('panel.neverNote')}
      value={
        data === undefined ? (
          isError ? (
            '–'
          ) : undefined
        ) : (
          <TextLink to="/people" search={{ never_logged_in: true }}>
            {number(data.never_logged_in)}
          </TextLink>
        )
      }
    />
  );
}

export function WithoutGuardianCard() {
  const { t } = useTranslation('identity');
  const { number } = useFormats();
  const { data, isError } = useQuery(withoutGuardianQuery());
  return (
    <StatCard
      label={t('panel.withoutGuardian')}
      icon={<UsersRound aria-hidden />}
      note={t('panel.withoutGuardianNote')}
      value={
        data === undefined ? (
          isError ? (
            '–'
          ) : undefined
        ) : (
          <TextLink to="/people" search={{ role: 'student', active: true, without_guardian: true }}>
            {number(data.total)}
          </TextLink>
        )
      }
    />
  );
}

export function HealthCard() {
  const { t } = useTranslation('identity');
  const { data, isError } = useQuery(readinessQuery());
  return (
    <StatCard
      label={t('panel.health')}
      icon={<Activity aria-hidden />}
      note={data?.detail ?? t('panel.healthNote')}
      value={
        data === undefined && !isError ? undefined : (
          <Badge tone={data?.well === true ? 'good' : 'bad'}>
            {t(data?.well === true ? 'panel.healthy' : 'panel.unhealthy')}
          </Badge>
        )
      }
    />
  );
}
