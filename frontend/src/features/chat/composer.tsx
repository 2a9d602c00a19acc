import { clsx } from 'clsx';
import { Paperclip, SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useId } from 'react';
import { useTranslation } from 'react-i18next';

import type { OutgoingMessage } from '~/api/chat-outbox';
import type { Conversation } from '~/api/chat-types';
import { useTitle } from '~/features/chat/chat-names';
import { ComposerFiles } from '~/features/chat/composer-files';
import { MentionList, optionId } from '~/features/chat/mention-list';
import { letters, mostLetters, nearlyFull } from '~/features/chat/message-length';
import { useComposer } from '~/features/chat/use-composer';
import { useFocusOnArrival } from '~/features/chat/use-focus-on-arrival';
import { useFormats } from '~/i18n/format';
import { IconButton } from '~/ui/button';
import { buttonStyle } from '~/ui/button-style';
import { controlStyle } from '~/ui/input';

interface ComposerProps {
  conversation: Conversation;
  field: RefObject<HTMLTextAreaElement | null>;
  /** Why the person may not write here. */
  refusal: string | null;
  onSend: (written: Pick<OutgoingMessage, 'body' | 'mentions' | 'files'>) => void;
  /** Edits what was written last; says whether that is possible. */
  onEditLast: () => boolean;
}

/** Where one writes. Enter sends, Shift and Enter begin a new line. */
export function Composer({ conversation, field, refusal, onSend, onEditLast }: ComposerProps) {
  const { t } = useTranslation('chat');
  const listId = useId();
  const noteId = useId();
  const title = useTitle()(conversation);
  const composer = useComposer(conversation, { field, onSend });
  const { draft, mentions, uploads, sendable } = composer;
  const count = letters(draft.body);
  useFocusOnArrival(field, refusal === null);

  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (mentions.press(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      composer.send();
    } else if (event.key === 'ArrowUp' && draft.body === '' && onEditLast()) event.preventDefault();
  };

  if (refusal !== null)
    return (
      <p role="status" className="border-t border-line px-4 py-3 text-muted">
        {refusal}
      </p>
    );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- by keyboard there is its field for files
    <form
      className="relative border-t border-line p-2 sm:px-3"
      aria-label={t('composer')}
      onSubmit={(event) => {
        event.preventDefault();
        composer.send();
        field.current?.focus();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        composer.addFiles([...event.dataTransfer.files]);
      }}
    >
      <MentionList id={listId} mentions={mentions} />
      <ComposerFiles conversationId={conversation.id} composer={composer} />
      <div className="flex items-end gap-1.5">
        <AttachButton onFiles={composer.addFiles} />
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={t('write', { title })}
          aria-describedby={noteId}
          aria-autocomplete={conversation.kind === 'direct' ? undefined : 'list'}
          aria-controls={mentions.open ? listId : undefined}
          aria-activedescendant={
            mentions.open && mentions.active !== undefined
              ? optionId(listId, mentions.active.id)
              : undefined
          }
          placeholder={t('placeholder')}
          className={clsx(
            controlStyle,
            'field-sizing-content max-h-40 min-h-9 resize-none px-3 py-1.5 leading-5.5',
          )}
          value={draft.body}
          onChange={(event) => composer.type(event.target.value)}
          onSelect={mentions.look}
          onKeyDown={press}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            if (files.length === 0) return;
            event.preventDefault();
            composer.addFiles(files);
          }}
        />
        <IconButton type="submit" look="primary" label={t('send')} disabled={!sendable}>
          <SendHorizontal aria-hidden />
        </IconButton>
      </div>
      <div id={noteId} className="px-1 text-xs text-muted">
        <Remaining count={count} />
        {uploads.busy ? <p role="status">{t('filesUnderWay')}</p> : null}
        <span className="sr-only">{t('keysNote')}</span>
      </div>
    </form>
  );
}

/** How many characters are left, once it matters. */
function Remaining({ count }: { count: number }) {
  const { t } = useTranslation('chat');
  const { number } = useFormats();
  const left = mostLetters - count;
  return (
    <p role="status" className={clsx('numeric text-right', left < 0 && 'font-medium text-bad')}>
      {count < nearlyFull
        ? null
        : left < 0
          ? t('tooLong', { count: -left, shown: number(-left) })
          : t('left', { count: left, shown: number(left) })}
    </p>
  );
}

function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('chat');
  const id = useId();
  return (
    // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- its field is inside
    <label
      htmlFor={id}
      title={t('attach')}
      className={clsx(
        buttonStyle({ look: 'quiet', size: 'icon' }),
        'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-accent',
      )}
    >
      <Paperclip aria-hidden />
      <input
        id={id}
        type="file"
        multiple
        aria-label={t('attach')}
        className="sr-only"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          onFiles(files);
        }}
      />
    </label>
  );
}
