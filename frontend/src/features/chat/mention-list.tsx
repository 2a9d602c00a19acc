import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';

import { nameOf, useRoleText } from '~/features/chat/chat-names';
import type { useMentions } from '~/features/chat/use-mentions';
import { popupItemStyle, popupStyle } from '~/ui/popup-style';

export const optionId = (listId: string, userId: string) => `${listId}-${userId}`;

interface MentionListProps {
  id: string;
  mentions: ReturnType<typeof useMentions>;
}

/** Whom the name could mean that is being typed. The focus stays in the text. */
export function MentionList({ id, mentions }: MentionListProps) {
  const { t } = useTranslation('chat');
  const roleText = useRoleText();
  const { open, people, active, choose } = mentions;
  return (
    <>
      <p role="status" className="sr-only">
        {open ? t('mentionsFound', { count: people.length }) : ''}
      </p>
      {open ? (
        <div
          id={id}
          role="listbox"
          aria-label={t('mention')}
          className={clsx(
            popupStyle,
            'absolute bottom-full left-2 z-10 mb-1 max-h-64 w-72 max-w-[calc(100%-1rem)] overflow-y-auto p-1',
          )}
        >
          {people.map((person) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go to the text field
            <div
              key={person.id}
              id={optionId(id, person.id)}
              role="option"
              tabIndex={-1}
              aria-selected={person === active}
              data-highlighted={person === active ? '' : undefined}
              className={popupItemStyle}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(person)}
            >
              <span className="min-w-0 flex-1 truncate">{nameOf(person)}</span>
              <span className="text-xs text-muted">{roleText(person)}</span>
            </div>
          ))}
        </div>
      ) : null}
    </>
  );
}
