import { useQuery, useQueryClient } from '@tanstack/react-query';
import { LogOut, MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import {
  deviceSessionsQuery,
  endDeviceSession,
  identityKey,
  logoutEverywhere,
} from '~/api/identity';
import type { DeviceSession } from '~/api/types';
import { useFormats } from '~/i18n/format';
import { deviceName } from '~/lib/device-name';
import { Badge } from '~/ui/badge';
import { Button } from '~/ui/button';
import { Panel } from '~/ui/card';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { ErrorState } from '~/ui/error-state';
import { SkeletonLines } from '~/ui/skeleton';
import { toast } from '~/ui/toast';

export function SessionList() {
  const { t } = useTranslation(['identity', 'common']);
  const query = useQuery(deviceSessionsQuery());
  return (
    <Panel
      flush
      title={t('profile.sessions')}
      note={t('profile.sessionsNote')}
      actions={<LogoutEverywhere />}
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
            <SkeletonLines />
          </div>
        )
      ) : (
        <ul className="divide-y divide-line">
          {query.data.items.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function SessionRow({ session }: { session: DeviceSession }) {
  const { t } = useTranslation('identity');
  const { ago, day } = useFormats();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const device = deviceName(session.device) || t('profile.device');
  const end = async () => {
    setBusy(true);
    try {
      await endDeviceSession(session.id);
      toast('good', t('profile.ended', { device }));
    } catch (error) {
      toast('bad', errorText(error));
    }
    await queries.invalidateQueries({ queryKey: [...identityKey, 'sessions'] });
    setBusy(false);
  };
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device}
          {session.current ? <Badge tone="accent">{t('profile.thisDevice')}</Badge> : null}
        </p>
        <p className="text-[0.8125rem] text-muted">
          {t('profile.lastUsed', { ago: ago(session.last_used_at) })} ·{' '}
          {session.address === null ? null : `${session.address} · `}
          {t('profile.since', { day: day(session.created_at) })}
        </p>
      </div>
      {session.current ? null : (
        <Button
          size="small"
          busy={busy}
          aria-label={t('profile.end', { device })}
          onClick={() => void end()}
        >
          {t('profile.endShort')}
        </Button>
      )}
    </li>
  );
}

function LogoutEverywhere() {
  const { t } = useTranslation('identity');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await logoutEverywhere();
    } catch (error) {
      toast('bad', errorText(error));
      setBusy(false);
      setAsking(false);
    }
  };
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        <LogOut aria-hidden />
        {t('profile.everywhere')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('profile.everywhereTitle')}
        confirmLabel={t('profile.everywhere')}
        danger
        busy={busy}
        onConfirm={() => void confirm()}
      >
        {t('profile.everywhereDetail')}
      </ConfirmDialog>
    </>
  );
}
