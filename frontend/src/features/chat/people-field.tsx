import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useContactSearch } from '~/features/chat/use-contact-search';
import { IconButton } from '~/ui/button';
import { type Choice, Combobox } from '~/ui/combobox';
import { Field } from '~/ui/field';

interface PeopleFieldProps {
  label: string;
  people: readonly Choice[];
  onChange: (people: Choice[]) => void;
  error: string | undefined;
}

/** Several people, one found after the other. */
export function PeopleField({ label, people, onChange, error }: PeopleFieldProps) {
  const { t } = useTranslation('chat');
  const contacts = useContactSearch(undefined);
  // Another field for each: the last choice is then not in it.
  const [turn, setTurn] = useState(0);
  return (
    <div className="flex flex-col gap-2">
      <Field label={label} error={error} required>
        <Combobox
          key={turn}
          {...contacts}
          choices={contacts.choices.filter(({ id }) => people.every((person) => person.id !== id))}
          placeholder={t('compose.findPeople')}
          onChange={(choice) => {
            if (choice === null) return;
            onChange([...people, choice]);
            contacts.onSearch('');
            setTurn(turn + 1);
          }}
        />
      </Field>
      {people.length === 0 ? null : (
        <ul aria-label={t('compose.chosen')} className="flex flex-wrap gap-1.5">
          {people.map((person) => (
            <li
              key={person.id}
              className="flex min-w-0 items-center rounded-full bg-hover pl-3 text-[0.8125rem]"
            >
              <span className="truncate">{person.label}</span>
              <IconButton
                size="iconSmall"
                className="rounded-full!"
                label={t('compose.unchoose', { name: person.label })}
                onClick={() => onChange(people.filter(({ id }) => id !== person.id))}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
