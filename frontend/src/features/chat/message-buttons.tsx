import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Message } from '~/api/chat-types';
import { useMediaQuery } from '~/lib/use-media-query';
import { useHasPassed } from '~/lib/use-now';
import { Button, IconButton } from '~/ui/button';
import { Popover } from '~/ui/popover';

export const editMilliseconds = 15 * 60_000;

interface MessageButtonsProps {
  message: Message;
  mine: boolean;
  /** Whether the person may delete what others wrote. */
  manageable: boolean;
  onEdit: (number: number) => void;
  onDelete: (message: Message) => void;
}

/** What can be done with a message: beside it when the pointer is there, on touch screens in a menu. */
export function MessageButtons({ message, mine, manageable, ...acts }: MessageButtonsProps) {
  const touch = useMediaQuery('(hover: none), (pointer: coarse)');
  const { created_at, deleted, number } = message;
  const late = useHasPassed(new Date(Date.parse(created_at) + editMilliseconds).toISOString());
  if (deleted || (!mine && !manageable)) return null;
  const Look = touch ? MessageMenu : HoverButtons;
  return (
    <Look
      line={message.body.slice(0, 40)}
      onEdit={mine && !late ? () => acts.onEdit(number) : null}
      onDelete={() => acts.onDelete(message)}
    />
  );
}

interface LookProps {
  /** How the message begins. */
  line: string;
  onEdit: (() => void) | null;
  onDelete: () => void;
}

function HoverButtons({ line, onEdit, onDelete }: LookProps) {
  const { t } = useTranslation('chat');
  return (
    <span className="flex shrink-0 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100">
      {onEdit === null ? null : (
        <IconButton
          size="iconSmall"
          label={t('editMessage', { line })}
          className="text-muted"
          onClick={onEdit}
        >
          <Pencil aria-hidden />
        </IconButton>
      )}
      <IconButton
        size="iconSmall"
        label={t('deleteMessage', { line })}
        className="text-muted"
        onClick={onDelete}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </span>
  );
}

function MessageMenu({ line, onEdit, onDelete }: LookProps) {
  const { t } = useTranslation(['chat', 'common']);
  const label = t('messageMenu', { line });
  return (
    <Popover
      label={label}
      place="inward"
      className="flex flex-col p-1!"
      trigger={(attributes) => (
        <IconButton size="iconTouch" label={label} className="text-muted" {...attributes}>
          <Ellipsis aria-hidden />
        </IconButton>
      )}
    >
      {(close) => {
        const item = (act: () => void) => () => {
          close();
          act();
        };
        return (
          <>
            {onEdit === null ? null : (
              <Button look="quiet" className="h-11! justify-start!" onClick={item(onEdit)}>
                <Pencil aria-hidden />
                {t('edit')}
              </Button>
            )}
            <Button look="quiet" className="h-11! justify-start!" onClick={item(onDelete)}>
              <Trash2 aria-hidden />
              {t('common:delete')}
            </Button>
          </>
        );
      }}
    </Popover>
  );
}
