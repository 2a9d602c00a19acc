import { useTranslation } from 'react-i18next';

import type { EnrollmentStatus } from '~/api/types';
import { Badge, type Tone } from '~/ui/badge';

const tones: Record<EnrollmentStatus, Tone> = {
  submitted: 'info',
  documents_pending: 'warn',
  under_review: 'accent',
  assessment: 'accent',
  waitlisted: 'warn',
  approved: 'good',
  payment_pending: 'warn',
  enrolled: 'good',
  rejected: 'bad',
  withdrawn: 'neutral',
};

export function StatusBadge({ status }: { status: EnrollmentStatus }) {
  const { t } = useTranslation();
  return <Badge tone={tones[status]}>{t(`statuses.${status}`)}</Badge>;
}
