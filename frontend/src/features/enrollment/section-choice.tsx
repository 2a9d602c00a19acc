import { useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

import { sectionsQuery } from '~/api/structure';
import { Field } from '~/ui/field';
import { Select } from '~/ui/input';

interface SectionChoiceProps extends ComponentProps<'select'> {
  schoolYearId: string;
  gradeLevelId: string;
  error: string | undefined;
}

/** The sections of a grade level with their free places; a full one cannot be chosen. */
export function SectionChoice({ schoolYearId, gradeLevelId, error, ...rest }: SectionChoiceProps) {
  const { t } = useTranslation('enrollment');
  const { data, isPending } = useQuery(
    sectionsQuery({
      school_year_id: schoolYearId,
      grade_level_id: gradeLevelId,
      sort: 'name',
      limit: 100,
    }),
  );
  const sections = data?.items ?? [];
  const missing = !isPending && sections.length === 0;
  return (
    <Field
      label={t('move.section')}
      note={t(missing ? 'move.noSections' : 'move.sectionNote')}
      error={error}
      required
    >
      <Select {...rest}>
        <option value="">{t('move.chooseSection')}</option>
        {sections.map((section) => {
          const free = Math.max(0, section.capacity - section.enrolled);
          return (
            <option key={section.id} value={section.id} disabled={free === 0}>
              {t('move.sectionOption', {
                name: section.name,
                count: free,
                capacity: section.capacity,
              })}
            </option>
          );
        })}
      </Select>
    </Field>
  );
}
