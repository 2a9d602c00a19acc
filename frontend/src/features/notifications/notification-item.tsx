import { Link, type LinkProps } from '@tanstack/react-router';
import {
  Award,
  Bell,
  BookOpen,
  CalendarDays,
  ClipboardCheck,
  Megaphone,
  Video,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Notification } from '~/api/types';
import { useFormats } from '~/i18n/format';

const icons = {
  announcement_published: Megaphone,
  event_added: CalendarDays,
  meeting_scheduled: Video,
  meeting_reminder: Video,
  meeting_started: Video,
  meeting_cancelled: Video,
  task_published: ClipboardCheck,
  task_due_soon: ClipboardCheck,
  submission_returned: Award,
  module_published: BookOpen,
} as const;
const kinds = Object.keys(icons) as (keyof typeof icons)[];

interface NotificationItemProps {
  notification: Notification;
  onOpen: () => void;
}

/** One thing that happened. It leads to its record; following it is reading it. */
export function NotificationItem({ notification, onOpen }: NotificationItemProps) {
  const { t } = useTranslation('notifications');
  const { ago, moment } = useFormats();
  const { kind, title, read, created_at, starts_at } = notification;
  const known = kinds.find((each) => each === kind);
  const Icon = known === undefined ? Bell : icons[known];
  return (
    <Link
      {...targetOf(notification)}
      preload={false}
      onClick={onOpen}
      className="flex items-start gap-2.5 px-3 py-2.5 hover:bg-hover focus-visible:-outline-offset-2"
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <span className="block text-xs text-muted">
          {known === undefined ? '' : `${t(`kinds.${known}`)} · `}
          {ago(created_at)}
        </span>
        <span className="line-clamp-2 font-medium break-words text-ink">{title}</span>
        {starts_at === null ? null : (
          <span className="block text-[0.8125rem] text-muted">{moment(starts_at)}</span>
        )}
      </span>
      {read ? null : (
        <span className="mt-1.5 size-2 shrink-0 rounded-full bg-accent">
          <span className="sr-only">{t('unread')}</span>
        </span>
      )}
    </Link>
  );
}

function targetOf(notification: Notification): Pick<LinkProps, 'to' | 'params'> {
  const { announcement_id, event_id, meeting_id, task_id, module_id } = notification;
  if (announcement_id !== null)
    return {
      to: '/announcements/$announcementId',
      params: { announcementId: announcement_id },
    };
  if (event_id !== null) return { to: '/events/$eventId', params: { eventId: event_id } };
  if (meeting_id !== null) return { to: '/meetings/$meetingId', params: { meetingId: meeting_id } };
  if (task_id !== null) return { to: '/tasks/$taskId', params: { taskId: task_id } };
  if (module_id !== null) return { to: '/modules/$moduleId', params: { moduleId: module_id } };
  return { to: '/notifications' };
}
