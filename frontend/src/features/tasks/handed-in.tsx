import { useTranslation } from 'react-i18next';

import type { TaskProgress } from '~/api/tasks-types';
import { useFormats } from '~/i18n/format';
import { Meter } from '~/ui/bar-list';

/** How many have handed in, of how many, as a bar with its numbers. */
export function HandedIn({ progress }: { progress: TaskProgress }) {
  const { t } = useTranslation('tasks');
  const { number } = useFormats();
  const { handed_in, expected } = progress;
  return (
    <span className="inline-grid w-full min-w-32 grid-cols-[minmax(2rem,1fr)_auto] items-center gap-2">
      <Meter share={expected === 0 ? 0 : handed_in / expected} />
      <span className="numeric">
        {t('ofExpected', { done: number(handed_in), expected: number(expected) })}
      </span>
    </span>
  );
}
