import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { addMembers, renameConversation } from '~/api/chat';
import { refreshConversation } from '~/api/chat-list-cache';
import type { Conversation } from '~/api/chat-types';
import { faultText } from '~/api/error-text';
import { showProblem } from '~/api/form-errors';
import { PeopleField } from '~/features/chat/people-field';
import { requiredText } from '~/i18n/rules';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import type { Choice } from '~/ui/combobox';
import { Field } from '~/ui/field';
import { Input } from '~/ui/input';

const schema = z.object({ title: requiredText(100) });
const boxStyle = 'flex flex-col gap-3 rounded-control border border-line bg-sunken p-3';

interface GroupFormProps {
  conversation: Conversation;
  onDone: () => void;
}

/** Another title. Who was slower is told, and sees the newer one. */
export function RenameGroup({ conversation, onDone }: GroupFormProps) {
  const { t } = useTranslation(['chat', 'common']);
  const queries = useQueryClient();
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { title: conversation.title ?? '' },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (body) => {
    try {
      await renameConversation(conversation, body);
      onDone();
    } catch (error) {
      showProblem(form, error, ['title']);
    }
    await refreshConversation(queries, conversation.id);
  });
  return (
    <form noValidate className={boxStyle} onSubmit={(event) => void submit(event)}>
      {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
      <Field label={t('compose.groupTitle')} error={errors.title?.message} required>
        <Input maxLength={100} autoComplete="off" {...form.register('title')} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onDone}>
          {t('common:cancel')}
        </Button>
        <Button size="small" look="primary" type="submit" busy={isSubmitting}>
          {t('common:saveChanges')}
        </Button>
      </div>
    </form>
  );
}

export function AddPeople({ conversation, onDone }: GroupFormProps) {
  const { t } = useTranslation(['chat', 'common']);
  const queries = useQueryClient();
  const [people, setPeople] = useState<Choice[]>([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (people.length === 0) {
      setFault(t('common:rules.choose'));
      return;
    }
    setBusy(true);
    try {
      await addMembers(
        conversation.id,
        people.map(({ id }) => id),
      );
      onDone();
      await refreshConversation(queries, conversation.id);
    } catch (error) {
      setFault(faultText(error));
      setBusy(false);
    }
  };
  return (
    <form noValidate className={boxStyle} onSubmit={(event) => void submit(event)}>
      <PeopleField
        label={t('compose.people')}
        people={people}
        error={fault}
        onChange={(chosen) => {
          setPeople(chosen);
          setFault(undefined);
        }}
      />
      <p className="text-xs text-muted">{t('details.addNote')}</p>
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onDone}>
          {t('common:cancel')}
        </Button>
        <Button size="small" look="primary" type="submit" busy={busy}>
          {t('details.add')}
        </Button>
      </div>
    </form>
  );
}
