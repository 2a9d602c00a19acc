import { useTranslation } from 'react-i18next';

import type { AnnouncementStatus } from '~/api/types';
import { Badge } from '~/ui/badge';

const tones = { scheduled: 'info', live: 'good', expired: 'neutral' } as const;

export function AnnouncementBadge({ status }: { status: AnnouncementStatus }) {
  const { t } = useTranslation('notices');
  return <Badge tone={tones[status]}>{t(`statuses.${status}`)}</Badge>;
}
