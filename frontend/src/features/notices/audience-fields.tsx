import { useQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { audiencePreviewQuery } from '~/api/notices';
import type { Section } from '~/api/types';
import { type Audience, audienceRoles, isNobody } from '~/features/notices/audience';
import { choosableSections } from '~/features/notices/notice-search';
import { useFormats } from '~/i18n/format';
import { useDebounced } from '~/lib/use-debounced';
import { Checkbox, Radio } from '~/ui/choice';
import { Fieldset } from '~/ui/field';
import { Input } from '~/ui/input';

interface AudienceFieldsProps {
  value: Audience;
  onChange: (value: Audience) => void;
  error?: string | undefined;
}

/** Whom it addresses: everyone, or any mix of roles and sections; and how many people that is. */
export function AudienceFields({ value, onChange, error }: AudienceFieldsProps) {
  const { t } = useTranslation('notices');
  return (
    <Fieldset legend={t('audience.title')} error={error}>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-x-5 gap-y-1.5">
          <Radio
            name="audience"
            label={t('audience.everyone')}
            checked={value.everyone}
            onChange={() => onChange({ ...value, everyone: true })}
          />
          <Radio
            name="audience"
            label={t('audience.some')}
            checked={!value.everyone}
            onChange={() => onChange({ ...value, everyone: false })}
          />
        </div>
        {value.everyone ? null : (
          <div className="flex flex-col gap-3 rounded-control border border-line p-3">
            <RoleChoices value={value} onChange={onChange} />
            <SectionChoices value={value} onChange={onChange} />
          </div>
        )}
        <Reach audience={value} />
      </div>
    </Fieldset>
  );
}

function RoleChoices({ value, onChange }: AudienceFieldsProps) {
  const { t } = useTranslation('notices');
  return (
    <Fieldset legend={t('audience.byRole')}>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-1.5">
        {audienceRoles.map((role) => (
          <Checkbox
            key={role}
            label={t(`audience.roles.${role}`)}
            checked={value.roles.includes(role)}
            onChange={() => onChange({ ...value, roles: toggled(value.roles, role) })}
          />
        ))}
      </div>
    </Fieldset>
  );
}

function SectionChoices({ value, onChange }: AudienceFieldsProps) {
  const { t } = useTranslation('notices');
  const [text, setText] = useState('');
  const sections = useQuery(choosableSections()).data?.items ?? [];
  const wanted = text.trim().toLowerCase();
  const shown = sections.filter((section) => nameOf(section).toLowerCase().includes(wanted));
  return (
    <Fieldset legend={t('audience.bySection', { count: value.section_ids.length })}>
      {sections.length > 8 ? (
        <Input
          type="text"
          aria-label={t('audience.findSection')}
          placeholder={t('audience.findSection')}
          className="mb-2"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : null}
      <div
        role="group"
        aria-label={t('audience.sectionList')}
        className="grid max-h-44 grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-1.5 overflow-y-auto"
      >
        {shown.map((section) => (
          <Checkbox
            key={section.id}
            label={nameOf(section)}
            checked={value.section_ids.includes(section.id)}
            onChange={() =>
              onChange({ ...value, section_ids: toggled(value.section_ids, section.id) })
            }
          />
        ))}
      </div>
      {shown.length === 0 ? (
        <p className="text-[0.8125rem] text-muted">{t('audience.noSection')}</p>
      ) : null}
    </Fieldset>
  );
}

function Reach({ audience }: { audience: Audience }) {
  const { t } = useTranslation('notices');
  const { number } = useFormats();
  const settled = useDebounced(audience, 350);
  const nobody = isNobody(settled);
  const { data, isError } = useQuery({ ...audiencePreviewQuery(settled), enabled: !nobody });
  const people = nobody ? 0 : data?.people;
  return (
    <p role="status" className="flex min-h-5 items-center gap-1.5 font-medium">
      <UsersRound aria-hidden className="size-4 shrink-0 text-muted" />
      {people === undefined || people === null
        ? t(isError ? 'audience.uncounted' : 'audience.counting')
        : t('audience.reaches', { count: people, shown: number(people) })}
    </p>
  );
}

function nameOf(section: Section): string {
  return `${section.grade_level} – ${section.name}`;
}

function toggled<Value>(values: readonly Value[], value: Value): Value[] {
  return values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
}
