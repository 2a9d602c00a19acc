import { useTranslation } from 'react-i18next';

import type { DraftItem, DraftText } from '~/features/modules/use-module-drafts';
import { Field } from '~/ui/field';
import { Input, Textarea } from '~/ui/input';

interface DraftFieldsProps {
  draft: DraftItem;
  onChange: (id: string, text: Partial<DraftText>) => void;
}

/** What a module will be called, for as long as it can still be said. */
export function DraftFields({ draft, onChange }: DraftFieldsProps) {
  const { t } = useTranslation('modules');
  const { id, title, description, titleError, state } = draft;
  if (state.kind === 'waiting' || state.kind === 'sending' || state.kind === 'done')
    return <p className="text-[0.8125rem] text-muted">{title}</p>;
  return (
    <div className="flex flex-col gap-2">
      <Field label={t('name')} error={titleError} required>
        <Input
          maxLength={200}
          value={title}
          onChange={(event) => onChange(id, { title: event.target.value })}
        />
      </Field>
      <Field label={t('description')} optional>
        <Textarea
          rows={2}
          maxLength={2000}
          value={description}
          onChange={(event) => onChange(id, { description: event.target.value })}
        />
      </Field>
    </div>
  );
}
