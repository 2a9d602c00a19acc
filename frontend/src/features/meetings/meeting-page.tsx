import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { meetingQuery } from '~/api/meetings';
import type { Meeting } from '~/api/types';
import { MeetingActions } from '~/features/meetings/meeting-actions';
import { MeetingBadge } from '~/features/meetings/meeting-badge';
import { schoolTimeZone, useFormats } from '~/i18n/format';
import { Alert } from '~/ui/alert';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { Card } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';

export function MeetingPage({ id }: { id: string }) {
  const { t } = useTranslation('meetings');
  const { data: meeting } = useQuery({
    ...meetingQuery(id),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const above = (
    <Breadcrumbs>
      <TextLink to="/meetings">{t('title')}</TextLink>
    </Breadcrumbs>
  );
  if (meeting === undefined)
    return (
      <>
        <PageHeader title={t('meeting')} above={above} />
        <Card className="p-4">
          <SkeletonLines lines={6} />
        </Card>
      </>
    );
  return (
    <>
      <PageHeader
        title={meeting.title}
        above={above}
        actions={<MeetingActions meeting={meeting} />}
      />
      <div className="flex max-w-3xl flex-col gap-4">
        {meeting.status === 'cancelled' ? (
          <Alert tone="warn" title={t('cancelledTitle')}>
            {meeting.cancel_reason}
          </Alert>
        ) : null}
        <Card className="p-4">
          <MeetingFacts meeting={meeting} />
        </Card>
      </div>
    </>
  );
}

function MeetingFacts({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  const { span, time } = useFormats();
  const { started_at, ended_at } = meeting;
  return (
    <Facts
      facts={[
        { label: t('status'), value: <MeetingBadge status={meeting.status} /> },
        {
          label: t('when'),
          value: (
            <>
              {span(meeting.starts_at, meeting.ends_at)}
              <span className="block text-xs text-muted">
                {t('zoneNote', { zone: schoolTimeZone() })}
              </span>
            </>
          ),
        },
        {
          label: t('section'),
          value: (
            <TextLink
              to="/sections/$sectionId"
              params={{ sectionId: meeting.section_id }}
              preload={false}
            >
              {meeting.section_name}
            </TextLink>
          ),
        },
        { label: t('host'), value: meeting.host_name },
        ...(started_at === null
          ? []
          : [
              {
                label: t('heldAt'),
                value:
                  ended_at === null
                    ? t('since', { time: time(started_at) })
                    : span(started_at, ended_at),
              },
            ]),
        { label: t('link'), value: <span className="break-all">{meeting.url}</span> },
      ]}
    />
  );
}
