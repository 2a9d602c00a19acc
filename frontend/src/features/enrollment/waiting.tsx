import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';

import type { Progress } from '~/api/types';
import { isOpen } from '~/features/enrollment/stages';
import { daysSince } from '~/i18n/format';

/** After a week without a move an application deserves a look. */
const longWait = 7;

/** For how many days an open application has stood where it stands. */
export function Waiting({ progress }: { progress: Progress }) {
  const { t } = useTranslation();
  if (!isOpen(progress.status)) return <span className="text-muted">–</span>;
  const days = daysSince(progress.changed_at);
  return (
    <span className={clsx('numeric', days > longWait ? 'font-semibold text-warn' : 'text-muted')}>
      {t('daysWaiting', { count: days })}
    </span>
  );
}
