import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';

import { useMe } from '~/api/session-hooks';
import { textParts } from '~/features/chat/message-parts';

interface MessageTextProps {
  body: string;
  /** The names of those who are named, by id. */
  people: ReadonlyMap<string, string>;
}

/** What was written, as text and in the direction of its script: addresses can be followed, and named people stand out. */
export function MessageText({ body, people }: MessageTextProps) {
  const { t } = useTranslation('chat');
  const me = useMe();
  return (
    <p dir="auto" className="break-words whitespace-pre-wrap">
      {textParts(body, people).map((part, place) => {
        const key = `${place} ${part.kind}`;
        if (part.kind === 'link')
          return (
            <a
              key={key}
              href={part.href}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="break-all text-accent underline underline-offset-2"
            >
              {part.text}
            </a>
          );
        if (part.kind === 'mention') {
          const mine = part.userId === me.id;
          return (
            <span
              key={key}
              className={clsx(
                'rounded px-0.5 font-medium',
                mine ? 'bg-warn-soft text-warn' : 'text-accent',
              )}
            >
              {part.text}
              {mine ? <span className="sr-only"> {t('thatIsYou')}</span> : null}
            </span>
          );
        }
        return part.text;
      })}
    </p>
  );
}
