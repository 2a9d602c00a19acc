import { useTranslation } from 'react-i18next';

import type { MeetingStatus } from '~/api/types';
import { Badge } from '~/ui/badge';

const tones = { scheduled: 'info', live: 'good', ended: 'neutral', cancelled: 'bad' } as const;

export function MeetingBadge({ status }: { status: MeetingStatus }) {
  const { t } = useTranslation('meetings');
  return (
    <Badge tone={tones[status]}>
      {status === 'live' ? (
        <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-current" />
      ) : null}
      {t(`statuses.${status}`)}
    </Badge>
  );
}
