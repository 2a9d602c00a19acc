import { useTranslation } from 'react-i18next';

import type { Progress } from '~/api/types';
import { stagesOf } from '~/features/enrollment/stages';
import { useFormats } from '~/i18n/format';
import { Timeline } from '~/ui/timeline';

/** The application as steps: behind, now, ahead. */
export function ProgressTimeline({ progress }: { progress: Progress }) {
  const { t } = useTranslation(['enrollment', 'common']);
  const { day } = useFormats();
  const steps = stagesOf(progress).map((stage) => ({
    key: stage.key,
    state: stage.state,
    title: t(`common:statuses.${stage.status}`),
    detail: (
      <>
        <span>{stage.at === null ? t('own.expected') : day(stage.at)}</span>
        {stage.remarks === null ? null : <span className="block text-ink">{stage.remarks}</span>}
      </>
    ),
  }));
  return <Timeline steps={steps} label={t('own.steps')} />;
}
