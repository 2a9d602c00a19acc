import { useQuery } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eventQuery } from '~/api/notices';
import { useCan } from '~/api/session-hooks';
import type { SchoolEvent } from '~/api/types';
import { EventTime } from '~/features/notices/event-time';
import { useAudienceText } from '~/features/notices/use-audience-text';
import { schoolTimeZone } from '~/i18n/format';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { IconButton } from '~/ui/button';
import { Card } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { LinkButton, TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { RichText } from '~/ui/rich-text';
import { SkeletonLines } from '~/ui/skeleton';

const DeleteEvent = lazy(async () => ({
  default: (await import('~/features/notices/delete-notice')).DeleteEvent,
}));

interface EventPageProps {
  id: string;
  onDeleted: () => void;
}

export function EventPage({ id, onDeleted }: EventPageProps) {
  const { t } = useTranslation(['notices', 'common']);
  const manages = useCan('manage_notices');
  const [deleting, setDeleting] = useState(false);
  const { data: event } = useQuery({
    ...eventQuery(id),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const above = (
    <Breadcrumbs>
      <TextLink to="/calendar">{t('events.calendar')}</TextLink>
    </Breadcrumbs>
  );
  if (event === undefined)
    return (
      <>
        <PageHeader title={t('events.event')} above={above} />
        <Card className="p-4">
          <SkeletonLines lines={6} />
        </Card>
      </>
    );
  return (
    <>
      <PageHeader
        title={event.title}
        above={above}
        actions={
          manages ? (
            <>
              <LinkButton to="/events/$eventId/edit" params={{ eventId: id }} preload={false}>
                <Pencil aria-hidden />
                {t('common:change')}
              </LinkButton>
              <IconButton label={t('common:delete')} onClick={() => setDeleting(true)}>
                <Trash2 aria-hidden />
              </IconButton>
            </>
          ) : undefined
        }
      />
      <Card className="max-w-3xl p-4">
        <EventFacts event={event} />
        {event.body_html === null ? null : (
          <RichText html={event.body_html} className="mt-4 border-t border-line pt-4" />
        )}
      </Card>
      <Suspense fallback={null}>
        {deleting ? (
          <DeleteEvent event={event} onClose={() => setDeleting(false)} onDeleted={onDeleted} />
        ) : null}
      </Suspense>
    </>
  );
}

function EventFacts({ event }: { event: SchoolEvent }) {
  const { t } = useTranslation('notices');
  const manages = useCan('manage_notices');
  return (
    <Facts
      facts={[
        {
          label: t('events.when'),
          value: (
            <>
              <EventTime event={event} />
              {event.all_day ? null : (
                <span className="block text-xs text-muted">
                  {t('zoneNote', { zone: schoolTimeZone() })}
                </span>
              )}
            </>
          ),
        },
        ...(event.place === null ? [] : [{ label: t('events.place'), value: event.place }]),
        { label: t('author'), value: event.author_name ?? t('school') },
        ...(manages ? [{ label: t('audience.title'), value: <AudienceText event={event} /> }] : []),
      ]}
    />
  );
}

/** Its own part, so that only those who see it ask for the names of sections. */
function AudienceText({ event }: { event: SchoolEvent }) {
  return <>{useAudienceText()(event.audience)}</>;
}
