import { clsx } from 'clsx';
import { CircleAlert, Clock, Paperclip, RotateCw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Outbox, OutgoingMessage } from '~/api/chat-outbox';
import { Button } from '~/ui/button';

interface OutgoingItemProps {
  item: OutgoingMessage;
  begins: boolean;
  outbox: Outbox;
}

/** What was written and has not arrived: on its way, or refused with what can be done. */
export function OutgoingItem({ item, begins, outbox }: OutgoingItemProps) {
  const { t } = useTranslation('chat');
  const { body, files, state, reason, clientMessageId } = item;
  const failed = state === 'failed';
  return (
    <article
      aria-label={t(failed ? 'notSent' : 'sending')}
      className={clsx('flex flex-col items-end px-3 sm:px-4', begins ? 'mt-3' : 'mt-0.5')}
    >
      <div
        className={clsx(
          'max-w-[min(36rem,88%)] min-w-0 rounded-card border border-dashed px-3 py-1.5 text-sm',
          failed ? 'border-bad bg-bad-soft' : 'border-line-strong bg-surface',
        )}
      >
        {body === '' ? null : (
          <p dir="auto" className="break-words whitespace-pre-wrap">
            {body}
          </p>
        )}
        {files.map((file) => (
          <p key={file.id} className="flex items-center gap-1.5 break-words">
            <Paperclip aria-hidden className="size-3.5 shrink-0" />
            {file.name}
          </p>
        ))}
        {failed ? null : (
          <p className="flex items-center justify-end gap-1 text-[0.6875rem] leading-4 text-muted">
            <Clock aria-hidden className="size-3" />
            {t('sending')}
          </p>
        )}
      </div>
      {failed ? (
        <div role="alert" className="mt-1 flex flex-wrap items-center justify-end gap-x-2 gap-y-1">
          <p className="flex items-start gap-1 text-[0.8125rem] text-bad">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {t('notSentBecause', { reason })}
          </p>
          <Button size="small" onClick={() => outbox.retry(clientMessageId)}>
            <RotateCw aria-hidden />
            {t('retry')}
          </Button>
          <Button size="small" look="quiet" onClick={() => outbox.discard(clientMessageId)}>
            <Trash2 aria-hidden />
            {t('discard')}
          </Button>
        </div>
      ) : null}
    </article>
  );
}
