import { useQuery } from '@tanstack/react-query';
import { ClipboardList, FileWarning, GraduationCap, Hourglass, MapPin, Wallet } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { progressSummaryQuery } from '~/api/enrollment';
import type { EnrollmentStatus } from '~/api/types';
import { isOpen } from '~/features/enrollment/stages';
import { daysSince, useFormats } from '~/i18n/format';
import { TextLink } from '~/ui/link-button';
import { StatCard } from '~/ui/stat-card';

/** The figures with which a registrar's day begins. */
export function EnrollmentFigures() {
  const { t } = useTranslation(['enrollment', 'common']);
  const { number } = useFormats();
  const { data: summary, isError } = useQuery(progressSummaryQuery());
  const open = summary?.by_status.filter((each) => isOpen(each.status));
  const oldest = open
    ?.flatMap((each) => each.oldest_changed_at ?? [])
    .toSorted()
    .at(0);
  const missing = isError ? '–' : undefined;
  return (
    <>
      <StatCard
        label={t('panel.open')}
        icon={<ClipboardList aria-hidden />}
        note={t('panel.openNote')}
        value={
          open === undefined ? (
            missing
          ) : (
            <TextLink to="/enrollment" search={{ view: 'list', status: 'open' }}>
              {number(open.reduce((sum, each) => sum + each.count, 0))}
            </TextLink>
          )
        }
      />
      <StatCard
        label={t('panel.longest')}
        icon={<Hourglass aria-hidden />}
        note={t('panel.longestNote')}
        value={
          summary === undefined ? (
            missing
          ) : (
            <TextLink
              to="/enrollment"
              search={{ view: 'list', status: 'open', sort: 'changed_at' }}
            >
              {oldest === undefined ? '–' : t('common:daysWaiting', { count: daysSince(oldest) })}
            </TextLink>
          )
        }
      />
      <DocumentsCard />
      <PlacementsCard />
    </>
  );
}

interface StatusCardProps {
  status: EnrollmentStatus;
  label: string;
  note: string;
  icon: ReactNode;
}

/** How many applications stand in one state, leading to them. */
function StatusCard({ status, label, note, icon }: StatusCardProps) {
  const { number } = useFormats();
  const { data: summary, isError } = useQuery(progressSummaryQuery());
  const figures = summary?.by_status.find((each) => each.status === status);
  return (
    <StatCard
      label={label}
      note={note}
      icon={icon}
      value={
        summary === undefined ? (
          isError ? (
            '–'
          ) : undefined
        ) : (
          <TextLink to="/enrollment" search={{ view: 'list', status }}>
            {number(figures?.count ?? 0)}
          </TextLink>
        )
      }
    />
  );
}

export function EnrolledCard() {
  const { t } = useTranslation('enrollment');
  return (
    <StatusCard
      status="enrolled"
      label={t('panel.enrolled')}
      note={t('panel.enrolledNote')}
      icon={<GraduationCap aria-hidden />}
    />
  );
}

export function PaymentPendingCard() {
  const { t } = useTranslation('enrollment');
  return (
    <StatusCard
      status="payment_pending"
      label={t('panel.paymentPending')}
      note={t('panel.paymentPendingNote')}
      icon={<Wallet aria-hidden />}
    />
  );
}

function DocumentsCard() {
  const { t } = useTranslation('enrollment');
  return (
    <StatusCard
      status="documents_pending"
      label={t('panel.documents')}
      note={t('panel.documentsNote')}
      icon={<FileWarning aria-hidden />}
    />
  );
}

function PlacementsCard() {
  const { t } = useTranslation('enrollment');
  return (
    <StatusCard
      status="approved"
      label={t('panel.approvedWaiting')}
      note={t('panel.approvedWaitingNote')}
      icon={<MapPin aria-hidden />}
    />
  );
}
