import { useQuery } from '@tanstack/react-query';
import { Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { liveMeetingsQuery } from '~/api/meetings';
import { useCan } from '~/api/session-hooks';
import { JoinLink } from '~/features/meetings/join-link';
import { useFormats } from '~/i18n/format';
import { TextLink } from '~/ui/link-button';

/** What is being held right now, above everything else; nothing when there is nothing. */
export function LiveMeetings({ sectionId }: { sectionId?: string }) {
  const { t } = useTranslation('meetings');
  const { time } = useFormats();
  const { data } = useQuery({ ...liveMeetingsQuery(sectionId), enabled: useCan('read_meetings') });
  const live = data?.items ?? [];
  return (
    <div role="status" className="print:hidden">
      {live.map((meeting) => (
        <div
          key={meeting.id}
          className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-card border border-line bg-good-soft px-4 py-3"
        >
          <div className="flex min-w-0 items-start gap-2.5">
            <Video aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
            <div className="min-w-0">
              <p className="font-semibold break-words">
                <span className="text-good">{t('liveNow')}</span>{' '}
                <TextLink
                  to="/meetings/$meetingId"
                  params={{ meetingId: meeting.id }}
                  preload={false}
                  className="text-ink"
                >
                  {meeting.title}
                </TextLink>
              </p>
              <p className="text-[0.8125rem] text-ink">
                {t('liveNote', {
                  section: meeting.section_name,
                  host: meeting.host_name,
                  time: time(meeting.ends_at),
                })}
              </p>
            </div>
          </div>
          <JoinLink meeting={meeting} />
        </div>
      ))}
    </div>
  );
}
