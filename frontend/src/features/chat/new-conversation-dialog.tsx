import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { startConversation } from '~/api/chat';
import { refreshConversations } from '~/api/chat-list-cache';
import type { ContactReason, NewConversation } from '~/api/chat-types';
import { showProblem } from '~/api/form-errors';
import { ApiError, hasStatus } from '~/api/problem';
import { useCan, useMe } from '~/api/session-hooks';
import { sectionsQuery } from '~/api/structure';
import { useSubmissionKeys } from '~/api/use-submission-keys';
import { type ComposeKind, composeKinds } from '~/features/chat/chat-search';
import { PeopleField } from '~/features/chat/people-field';
import { useContact, useContactSearch } from '~/features/chat/use-contact-search';
import { Radio } from '~/ui/choice';
import { type Choice, Combobox } from '~/ui/combobox';
import { Field, Fieldset } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input, Select } from '~/ui/input';

const choice = z.object({ id: z.string(), label: z.string() });
const schema = z
  .object({
    kind: z.enum(composeKinds),
    member_ids: z.array(choice),
    title: z.string().check(z.trim(), z.maxLength(100)),
    section_id: z.string(),
  })
  .check(
    z.refine(({ kind, member_ids }) => kind === 'section' || member_ids.length > 0, {
      path: ['member_ids'],
      error: () => i18next.t('rules.choose'),
    }),
    z.refine(({ kind, title }) => kind !== 'group' || title !== '', {
      path: ['title'],
      error: () => i18next.t('rules.required'),
    }),
    z.refine(({ kind, section_id }) => kind !== 'section' || section_id !== '', {
      path: ['section_id'],
      error: () => i18next.t('rules.choose'),
    }),
  );

const fields = ['member_ids', 'title', 'section_id'] as const;
type Values = z.infer<typeof schema>;

function bodyOf({ kind, member_ids, title, section_id }: Values): NewConversation {
  const ids = member_ids.map(({ id }) => id);
  if (kind === 'section') return { kind, section_id };
  return kind === 'group' ? { kind, title, member_ids: ids } : { kind: 'direct', member_ids: ids };
}

interface NewConversationDialogProps {
  kind: ComposeKind;
  /** Only whom one may write to for this reason is offered. */
  why: ContactReason | undefined;
  /** Who is chosen at first. */
  personId: string | undefined;
  onClose: () => void;
  onStarted: (conversationId: string) => void;
}

/** Begins a conversation with one person, a group, or a section; one that is there is opened. */
export function NewConversationDialog(props: NewConversationDialogProps) {
  const { kind: first, why, personId, onClose, onStarted } = props;
  const { t } = useTranslation(['chat', 'common']);
  const queries = useQueryClient();
  const keys = useSubmissionKeys();
  const kinds = useKinds();
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: {
      kind: kinds.includes(first) ? first : 'person',
      member_ids: [],
      title: '',
      section_id: '',
    } as Values,
  });
  const { errors, isSubmitting } = form.formState;
  const [kind, people, title] = useWatch({
    control: form.control,
    name: ['kind', 'member_ids', 'title'],
  });
  const submit = form.handleSubmit(async (values) => {
    const body = bodyOf(values);
    try {
      const made = await keys.submit(body, (key) => startConversation(body, key));
      await refreshConversations(queries);
      onStarted(made.id);
    } catch (error) {
      showProblem(form, onField(error, values.kind), fields);
    }
  });
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('compose.title')}
      submitLabel={t('compose.submit')}
      busy={isSubmitting}
      dirty={title !== '' || people.length > 1}
      error={errors.root?.message}
      onSubmit={submit}
    >
      {kinds.length < 2 ? null : (
        <Fieldset legend={t('compose.kind')}>
          <div className="flex flex-wrap gap-x-5 gap-y-1.5">
            {kinds.map((each) => (
              <Radio
                key={each}
                value={each}
                label={t(`compose.kinds.${each}`)}
                {...form.register('kind', { onChange: () => form.clearErrors() })}
              />
            ))}
          </div>
        </Fieldset>
      )}
      {kind === 'person' ? (
        <PersonField
          why={why}
          personId={personId}
          error={errors.member_ids?.message}
          onChange={(person) => form.setValue('member_ids', person === null ? [] : [person])}
        />
      ) : null}
      {kind === 'group' ? (
        <>
          <Field label={t('compose.groupTitle')} error={errors.title?.message} required>
            <Input maxLength={100} autoComplete="off" {...form.register('title')} />
          </Field>
          <PeopleField
            label={t('compose.people')}
            people={people}
            error={errors.member_ids?.message}
            onChange={(chosen) => form.setValue('member_ids', chosen)}
          />
        </>
      ) : null}
      {kind === 'section' ? (
        <Field
          label={t('compose.section')}
          note={t('compose.sectionNote')}
          error={errors.section_id?.message}
          required
        >
          <Select {...form.register('section_id')}>
            <SectionOptions />
          </Select>
        </Field>
      ) : null}
    </FormDialog>
  );
}

/** What the person can begin: everybody with a person, staff also the others. */
function useKinds(): readonly ComposeKind[] {
  const me = useMe();
  const groups = useCan('manage_groups');
  const teaches = me.roles.includes('teacher');
  return composeKinds.filter(
    (kind) => kind === 'person' || (groups && (kind === 'group' || teaches)),
  );
}

/** A refusal as such is about whom or what was chosen, and stands there. */
function onField(error: unknown, kind: ComposeKind): unknown {
  if (!hasStatus(error, 403) || error.problem.errors !== undefined) return error;
  const message = error.problem.detail ?? i18next.t('errors.forbidden');
  const field = kind === 'section' ? 'section_id' : 'member_ids';
  return new ApiError({ ...error.problem, errors: [{ field, code: error.code, message }] });
}

interface PersonFieldProps {
  why: ContactReason | undefined;
  personId: string | undefined;
  error: string | undefined;
  onChange: (person: Choice | null) => void;
}

function PersonField({ why, personId, error, onChange }: PersonFieldProps) {
  const { t } = useTranslation('chat');
  const contacts = useContactSearch(why);
  const [asked] = useState(personId);
  const given = useContact(asked, why);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (given !== null) latest.current(given);
  }, [given]);
  return (
    <Field
      label={t('compose.person')}
      note={t(why === 'childs_teacher' ? 'compose.teachersNote' : 'compose.personNote')}
      error={error}
      required
    >
      <Combobox
        key={given?.id}
        {...contacts}
        initial={given}
        placeholder={t('compose.findPerson')}
        onChange={onChange}
      />
    </Field>
  );
}

function SectionOptions() {
  const { t } = useTranslation('chat');
  const sections = useQuery(sectionsQuery({ mine: true, sort: 'grade_level,name', limit: 100 }));
  return (
    <>
      <option value="">{t('compose.chooseSection')}</option>
      {sections.data?.items.map((section) => (
        <option key={section.id} value={section.id}>
          {section.grade_level} – {section.name}
        </option>
      ))}
    </>
  );
}
