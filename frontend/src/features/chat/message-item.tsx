import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';

import type { Message } from '~/api/chat-types';
import { useMe } from '~/api/session-hooks';
import { EditMessage } from '~/features/chat/edit-message';
import { MessageButtons } from '~/features/chat/message-buttons';
import { MessageText } from '~/features/chat/message-text';
import { useFormats } from '~/i18n/format';
import { StoredFiles } from '~/ui/file-list';

export interface MessageActions {
  /** The number of the message that is being edited. */
  editing: number | null;
  onEdit: (number: number | null) => void;
  onDelete: (message: Message) => void;
  onDownload: (file: Message['files'][number]) => Promise<void>;
  onPreview: (file: Message['files'][number]) => Promise<void>;
}

interface MessageItemProps extends MessageActions {
  message: Message;
  /** The first of several by one person. */
  begins: boolean;
  /** Names stand above messages where there are more than two people. */
  named: boolean;
  /** Whether the person may delete what others wrote. */
  manageable: boolean;
  people: ReadonlyMap<string, string>;
  /** The message that the address leads to. */
  sought: boolean;
}

/** One message of the conversation, and what can be done with it. */
export function MessageItem(props: MessageItemProps) {
  const { message, begins, named, sought, editing } = props;
  const { number, sender_id, sender_name, edited_at, created_at, deleted } = message;
  const { t } = useTranslation('chat');
  const { time, moment } = useFormats();
  const mine = sender_id === useMe().id;
  return (
    <article
      data-number={number}
      aria-label={t('messageOf', { name: sender_name, time: moment(created_at) })}
      className={clsx(
        'group flex flex-col px-3 sm:px-4',
        begins ? 'mt-3' : 'mt-0.5',
        mine ? 'items-end' : 'items-start',
      )}
    >
      {begins && named && !mine ? (
        <p className="mb-0.5 px-1 text-xs font-medium text-muted">{sender_name}</p>
      ) : null}
      <div
        className={clsx(
          'flex max-w-[min(36rem,88%)] min-w-0 items-center gap-1',
          mine ? 'flex-row-reverse' : '',
          editing === number && 'w-full',
        )}
      >
        {editing === number ? (
          <EditMessage message={message} onClose={() => props.onEdit(null)} />
        ) : (
          <>
            <div
              className={clsx(
                'min-w-0 rounded-card px-3 py-1.5 text-sm',
                mine ? 'bg-selected' : 'bg-hover',
                sought && 'outline-2 outline-offset-1 outline-accent',
              )}
            >
              <Content {...props} />
              <p className="numeric flex justify-end gap-1.5 text-[0.6875rem] leading-4 text-muted">
                {edited_at !== null && !deleted ? (
                  <span title={moment(edited_at)}>{t('edited')}</span>
                ) : null}
                <time dateTime={created_at} title={moment(created_at)}>
                  {time(created_at)}
                </time>
              </p>
            </div>
            <MessageButtons {...props} mine={mine} />
          </>
        )}
      </div>
    </article>
  );
}

function Content({ message, people, onDownload, onPreview }: MessageItemProps) {
  const { t } = useTranslation('chat');
  const { deleted, body, files } = message;
  if (deleted) return <p className="text-muted italic">{t('deletedMessage')}</p>;
  return (
    <>
      {body === '' ? null : <MessageText body={body} people={people} />}
      {files.length === 0 ? null : (
        <div className="my-1 rounded-control bg-surface sm:min-w-64">
          <StoredFiles
            label={t('files')}
            files={files}
            onDownload={onDownload}
            onPreview={onPreview}
          />
        </div>
      )}
    </>
  );
}
