import { Popover } from '@base-ui/react/popover';
import { clsx } from 'clsx';
import { ExternalLink, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { CalendarEntry } from '~/api/types';
import { kindLooks } from '~/features/calendar/kind-looks';
import { useEntryTime } from '~/features/calendar/use-entry-time';
import { schoolTimeZone } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { buttonStyle } from '~/ui/button-style';
import { LinkButton } from '~/ui/link-button';
import { popupStyle } from '~/ui/popup-style';

interface EntryPopoverProps {
  entry: CalendarEntry;
  /** What was pressed; the details stand beside it. */
  anchor: Element;
  onClose: () => void;
}

/** What an entry is about, where it stands. */
export function EntryPopover({ entry, anchor, onClose }: EntryPopoverProps) {
  const { t } = useTranslation(['calendar', 'common']);
  return (
    <Popover.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} sideOffset={6} collisionPadding={12} className="z-20">
          <Popover.Popup
            finalFocus={() => (anchor instanceof HTMLElement ? anchor : null)}
            className={clsx(popupStyle, 'w-[min(22rem,calc(100vw-1.5rem))]')}
          >
            <header className="flex items-start gap-2 p-3 pb-0">
              <Popover.Title className="min-w-0 flex-1 text-base font-semibold break-words">
                {entry.title}
              </Popover.Title>
              <Popover.Close
                aria-label={t('common:close')}
                className={clsx(buttonStyle({ look: 'quiet', size: 'iconSmall' }), '-mt-1 -mr-1')}
              >
                <X aria-hidden />
              </Popover.Close>
            </header>
            <EntryDetails entry={entry} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function EntryDetails({ entry }: { entry: CalendarEntry }) {
  const { t } = useTranslation('calendar');
  const time = useEntryTime();
  const { place, section_name, subject_title, host_name } = entry;
  const facts = [place, section_name, subject_title ?? null, host_name].filter(
    (fact) => fact !== null,
  );
  return (
    <div className="flex flex-col gap-2 p-3 pt-1.5">
      <p>
        {time(entry)}
        {entry.all_day ? null : (
          <span className="block text-xs text-muted">
            {t('zoneNote', { zone: schoolTimeZone() })}
          </span>
        )}
      </p>
      {facts.length === 0 ? null : <p className="text-muted">{facts.join(' · ')}</p>}
      <p className="flex flex-wrap items-center gap-1.5">
        <EntryKind entry={entry} />
        {entry.status === null ||
        entry.status === 'scheduled' ||
        entry.status === 'published' ? null : (
          <Badge tone={entry.status === 'live' ? 'good' : 'neutral'}>
            {t(`statuses.${entry.status}`)}
          </Badge>
        )}
      </p>
      <p className="flex flex-wrap gap-2 pt-1">
        {entry.status === 'live' && entry.url?.startsWith('https://') === true ? (
          <a
            href={entry.url}
            target="_blank"
            rel="noopener noreferrer"
            className={buttonStyle({ look: 'primary', size: 'small' })}
          >
            <ExternalLink aria-hidden />
            {t('join')}
          </a>
        ) : null}
        <OpenEntry entry={entry} />
      </p>
    </div>
  );
}

/** The way to the page of the entry. */
function OpenEntry({ entry: { kind, id } }: { entry: CalendarEntry }) {
  const { t } = useTranslation('calendar');
  const shared = { preload: false, size: 'small' } as const;
  if (kind === 'event')
    return (
      <LinkButton to="/events/$eventId" params={{ eventId: id }} {...shared}>
        {t('open')}
      </LinkButton>
    );
  if (kind === 'task')
    return (
      <LinkButton to="/tasks/$taskId" params={{ taskId: id }} {...shared}>
        {t('open')}
      </LinkButton>
    );
  return (
    <LinkButton to="/meetings/$meetingId" params={{ meetingId: id }} {...shared}>
      {t('open')}
    </LinkButton>
  );
}

function EntryKind({ entry }: { entry: CalendarEntry }) {
  const { t } = useTranslation('calendar');
  const { Icon, tone } = kindLooks[entry.kind];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className="size-3" />
      {t(`kinds.${entry.kind}`)}
    </Badge>
  );
}
