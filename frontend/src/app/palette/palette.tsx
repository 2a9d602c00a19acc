import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type PaletteEntry, type PaletteGroup, usePaletteGroups } from '~/app/palette/entries';
import { popupItemStyle } from '~/ui/popup-style';

interface PaletteProps {
  onOpenChange: (open: boolean) => void;
  onOpenKeys: () => void;
}

/** Any page, person or action from the keyboard. */
export function Palette({ onOpenChange, onOpenKeys }: PaletteProps) {
  const { t } = useTranslation('shell');
  const [text, setText] = useState('');
  const groups = usePaletteGroups(text, onOpenKeys);
  return (
    <Dialog.Root open onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 bg-scrim" />
        <Dialog.Popup
          aria-label={t('palette.title')}
          className="fixed top-[10dvh] left-1/2 flex max-h-[70dvh] w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col overflow-hidden rounded-card border border-line bg-surface text-ink shadow-raised outline-none"
        >
          <Autocomplete.Root
            open
            inline
            items={groups}
            filter={null}
            value={text}
            onValueChange={setText}
            itemToStringValue={(entry: PaletteEntry) => entry.label}
            autoHighlight="always"
            keepHighlight
          >
            <div className="flex items-center gap-2.5 border-b border-line px-3.5">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Autocomplete.Input
                aria-label={t('palette.placeholder')}
                placeholder={t('palette.placeholder')}
                className="h-12 w-full min-w-0 bg-transparent text-base outline-none placeholder:text-faint"
              />
            </div>
            <div className="min-h-0 overflow-y-auto overscroll-contain p-1.5">
              <Autocomplete.Empty className="px-2 text-muted">
                <span className="block py-2">{t('palette.empty')}</span>
              </Autocomplete.Empty>
              <Autocomplete.List>
                {(group: PaletteGroup) => (
                  <Autocomplete.Group key={group.value} items={group.items} className="mb-1">
                    <Autocomplete.GroupLabel className="px-2 py-1 text-xs font-medium text-faint">
                      {t(`palette.${group.value}`)}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(entry: PaletteEntry) => (
                        <Autocomplete.Item
                          key={entry.value}
                          value={entry}
                          className={popupItemStyle}
                          onClick={() => {
                            onOpenChange(false);
                            entry.run();
                          }}
                        >
                          <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                          <span className="text-xs text-muted">{entry.note}</span>
                        </Autocomplete.Item>
                      )}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </div>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
