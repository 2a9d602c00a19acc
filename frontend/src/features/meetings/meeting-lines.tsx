import { useQuery } from '@tanstack/react-query';
import { Video } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { openMeetingsQuery } from '~/api/meetings';
import type { Meeting } from '~/api/types';
import { MeetingBadge } from '~/features/meetings/meeting-badge';
import { useFormats } from '~/i18n/format';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { LinkButton, TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

interface NextMeetingsProps {
  /** Only of this section; of everything that the person may see without it. */
  sectionId?: string;
  actions?: ReactNode;
}

/** What is being held and what comes next. The way in stands above the page, once. */
export function NextMeetingsPanel({ sectionId, actions }: NextMeetingsProps) {
  const { t } = useTranslation(['meetings', 'common']);
  const query = useQuery(openMeetingsQuery(sectionId));
  return (
    <Panel
      flush
      title={t(sectionId === undefined ? 'next' : 'title')}
      actions={
        actions ?? (
          <LinkButton to="/meetings" size="small">
            {t('all')}
          </LinkButton>
        )
      }
    >
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState
            title={t('common:partFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="p-4">
            <SkeletonLines lines={4} />
          </div>
        )
      ) : query.data.items.length === 0 ? (
        <Empty title={t('noneNext')} icon={<Video aria-hidden />} />
      ) : (
        <ul className="divide-y divide-line">
          {query.data.items.map((meeting) => (
            <MeetingLine key={meeting.id} meeting={meeting} withSection={sectionId === undefined} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function MeetingLine({ meeting, withSection }: { meeting: Meeting; withSection: boolean }) {
  const { span } = useFormats();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5 px-4 py-2">
      <span className="min-w-0">
        <TextLink
          to="/meetings/$meetingId"
          params={{ meetingId: meeting.id }}
          preload={false}
          className="line-clamp-2 break-words"
        >
          {meeting.title}
        </TextLink>
        <span className="block text-[0.8125rem] text-muted">
          {span(meeting.starts_at, meeting.ends_at)}
        </span>
        <span className="block text-[0.8125rem] text-muted">
          {withSection ? `${meeting.section_name} · ` : ''}
          {meeting.host_name}
        </span>
      </span>
      <MeetingBadge status={meeting.status} />
    </li>
  );
}
