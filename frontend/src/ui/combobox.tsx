import { Combobox as Base } from '@base-ui/react/combobox';
import { clsx } from 'clsx';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFieldWiring } from '~/ui/field';
import { controlStyle } from '~/ui/input';
import { popupItemStyle, popupStyle } from '~/ui/popup-style';

export interface Choice {
  id: string;
  label: string;
  note?: string;
}

interface ComboboxProps {
  /** What is chosen when it appears. */
  initial?: Choice | null;
  onChange: (value: Choice | null) => void;
  /** What the server found for the text typed so far. */
  choices: Choice[];
  searching: boolean;
  onSearch: (text: string) => void;
  placeholder?: string;
}

/** One of many, found by typing. The server searches; nothing is loaded ahead. */
export function Combobox({
  initial = null,
  onChange,
  choices,
  searching,
  onSearch,
  placeholder,
}: ComboboxProps) {
  const { t } = useTranslation();
  const wiring = useFieldWiring();
  const [value, setValue] = useState<Choice | null>(initial);
  const listed =
    value === null || choices.some((choice) => choice.id === value.id)
      ? choices
      : [...choices, value];
  return (
    <Base.Root
      items={listed}
      value={value}
      filter={null}
      itemToStringLabel={(choice: Choice) => choice.label}
      isItemEqualToValue={(choice: Choice, other: Choice) => choice.id === other.id}
      onValueChange={(choice: Choice | null) => {
        setValue(choice);
        onChange(choice);
      }}
      onInputValueChange={(text, { reason }) => {
        if (reason !== 'item-press') onSearch(text);
      }}
    >
      <Base.InputGroup className="relative">
        <Base.Input
          {...wiring}
          placeholder={placeholder}
          className={clsx(controlStyle, 'h-9 pr-9')}
        />
        <Base.Clear
          aria-label={t('clear')}
          className="absolute inset-y-0 right-0 flex w-9 items-center justify-center text-muted hover:text-ink [&_svg]:size-4"
        >
          <X aria-hidden />
        </Base.Clear>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-10">
          <Base.Popup
            aria-busy={searching || undefined}
            className={clsx(
              popupStyle,
              'max-h-[min(20rem,var(--available-height))] w-(--anchor-width) overflow-y-auto overscroll-contain p-1',
            )}
          >
            <Base.Status className="px-2 text-[0.8125rem] text-muted">
              {searching ? <span className="block py-1.5">{t('searching')}</span> : null}
            </Base.Status>
            <Base.Empty className="px-2 text-[0.8125rem] text-muted">
              {searching ? null : <span className="block py-1.5">{t('nothingFound')}</span>}
            </Base.Empty>
            <Base.List>
              {(choice: Choice) => (
                <Base.Item key={choice.id} value={choice} className={popupItemStyle}>
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{choice.label}</span>
                    {choice.note === undefined ? null : (
                      <span className="block truncate text-xs text-muted">{choice.note}</span>
                    )}
                  </span>
                  <Base.ItemIndicator>
                    <Check aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
