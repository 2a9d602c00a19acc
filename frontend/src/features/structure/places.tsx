import { useTranslation } from 'react-i18next';

import type { Section } from '~/api/types';
import { useFormats } from '~/i18n/format';
import { Meter } from '~/ui/bar-list';

/** How full a section is, as a bar and in numbers. */
export function Places({ section }: { section: Section }) {
  const { t } = useTranslation('structure');
  const { number } = useFormats();
  return (
    <span className="inline-grid w-28 sm:w-36 grid-cols-[1fr_auto] items-center gap-2">
      <Meter share={section.enrolled / section.capacity} />
      <span className="numeric">
        {t('sections.of', {
          enrolled: number(section.enrolled),
          capacity: number(section.capacity),
        })}
      </span>
    </span>
  );
}
