import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, Copy, Rss } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  calendarFeedQuery,
  calendarKey,
  makeCalendarFeed,
  revokeCalendarFeed,
} from '~/api/calendar';
import { errorText } from '~/api/error-text';
import { useMe } from '~/api/session-hooks';
import type { CalendarFeed } from '~/api/types';
import { useFormats } from '~/i18n/format';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { Dialog, DialogBody } from '~/ui/dialog';
import { ErrorState } from '~/ui/error-state';
import { Field } from '~/ui/field';
import { Input } from '~/ui/input';
import { SkeletonLines } from '~/ui/skeleton';

/** The person's calendar for other programs: a secret address that they make and take away. */
export function FeedDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['calendar', 'common']);
  const me = useMe();
  const query = useQuery(calendarFeedQuery());
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('feed.title')}
    >
      <DialogBody className="flex flex-col gap-4">
        <p>{t(me.roles.includes('parent') ? 'feed.aboutFamily' : 'feed.about')}</p>
        {query.data === undefined ? (
          query.isError ? (
            <ErrorState
              title={t('common:partFailed')}
              detail={errorText(query.error)}
              onRetry={() => void query.refetch()}
            />
          ) : (
            <SkeletonLines lines={3} />
          )
        ) : (
          <FeedState feed={query.data} />
        )}
      </DialogBody>
    </Dialog>
  );
}

function FeedState({ feed }: { feed: CalendarFeed }) {
  const { t } = useTranslation('calendar');
  const { day, date } = useFormats();
  const queries = useQueryClient();
  const [address, setAddress] = useState<string | null>(null);
  const [asking, setAsking] = useState<'replace' | 'revoke' | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const act = async (action: () => Promise<string | null>) => {
    setBusy(true);
    setError(null);
    try {
      setAddress(await action());
      await queries.invalidateQueries({ queryKey: [...calendarKey, 'feed'] });
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
    setAsking(null);
  };
  const make = () => act(async () => (await makeCalendarFeed()).url);
  const revoke = () =>
    act(async () => {
      await revokeCalendarFeed();
      return null;
    });
  return (
    <>
      {error === null ? null : <Alert tone="bad">{errorText(error)}</Alert>}
      {address === null ? null : <FeedAddress address={address} />}
      {feed.active ? (
        <>
          {address === null ? <Alert tone="info">{t('feed.hidden')}</Alert> : null}
          <p className="text-[0.8125rem] text-muted">
            {feed.created_at === null ? null : t('feed.since', { day: day(feed.created_at) })}{' '}
            {feed.last_used_on === null
              ? t('feed.unused')
              : t('feed.used', { day: date(feed.last_used_on) })}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setAsking('replace')}>{t('feed.replace')}</Button>
            <Button onClick={() => setAsking('revoke')}>{t('feed.revoke')}</Button>
          </div>
        </>
      ) : (
        <div>
          <Button look="primary" busy={busy} onClick={() => void make()}>
            {busy ? null : <Rss aria-hidden />}
            {t('feed.create')}
          </Button>
        </div>
      )}
      {asking === null ? null : (
        <ConfirmDialog
          open
          onOpenChange={(open) => {
            if (!open) setAsking(null);
          }}
          title={t(`feed.${asking}Title`)}
          confirmLabel={t(`feed.${asking}`)}
          danger
          busy={busy}
          onConfirm={() => void (asking === 'replace' ? make() : revoke())}
        >
          {t('feed.oldEnds')}
        </ConfirmDialog>
      )}
    </>
  );
}

function FeedAddress({ address }: { address: string }) {
  const { t } = useTranslation('calendar');
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <Alert tone="warn">{t('feed.once')}</Alert>
      <div className="flex items-end gap-2">
        <Field label={t('feed.address')} className="flex-1">
          <Input readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
        </Field>
        <Button
          onClick={() => {
            // Where the clipboard is refused, the address is there to be selected.
            navigator.clipboard.writeText(address).then(
              () => setCopied(true),
              () => setCopied(false),
            );
          }}
        >
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span role="status">{t(copied ? 'feed.copied' : 'feed.copy')}</span>
        </Button>
      </div>
    </div>
  );
}
