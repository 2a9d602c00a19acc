import { createFileRoute } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { unreadQuery } from '~/api/chat-unread';
import { familyProgressQuery } from '~/api/enrollment';
import { liveMeetingsQuery } from '~/api/meetings';
import { latestAnnouncementsQuery, upcomingEventsQuery } from '~/api/notices';
import { useMe } from '~/api/session-hooks';
import { currentMe } from '~/app/active-role';
import { ChildSwitcher } from '~/app/child-switcher';
import { requireRole } from '~/app/guards';
import {
  childsTeachersQuery,
  UnreadMessagesPanel,
  WhomToWriteToPanel,
} from '~/features/chat/home-panels';
import { ChildView } from '~/features/enrollment/child-view';
import { GuardiansPanel } from '~/features/identity/guardians-panel';
import { LiveMeetings } from '~/features/meetings/live-meetings';
import { ChildModulesPanel } from '~/features/modules/new-modules-panel';
import { LatestAnnouncementsPanel, UpcomingEventsPanel } from '~/features/notices/home-panels';
import { DueWorkPanel, LatestScoresPanel, latestScoresQuery } from '~/features/tasks/family-panels';
import { openWorkQuery } from '~/features/tasks/task-search';
import { todayAtSchool } from '~/i18n/format';
import { loadTexts } from '~/i18n/setup';
import { optionalWord } from '~/lib/list-search';
import { PageHeader } from '~/ui/page-header';

export const Route = createFileRoute('/_app/parent')({
  validateSearch: z.object({ child: optionalWord() }),
  beforeLoad: () => requireRole('parent'),
  loaderDeps: ({ search }) => ({ child: search.child }),
  loader: async ({ context: { queries }, deps }) => {
    const children = currentMe()?.children ?? [];
    const shown = children.find((child) => child.id === deps.child) ?? children[0];
    if (shown?.rights.academics === true) {
      void queries.prefetchQuery(familyProgressQuery(shown.id));
      void queries.prefetchQuery(openWorkQuery(shown.id));
      void queries.prefetchQuery(latestScoresQuery(shown.id));
    }
    void queries.prefetchQuery(liveMeetingsQuery());
    void queries.prefetchQuery(latestAnnouncementsQuery());
    void queries.prefetchQuery(upcomingEventsQuery(todayAtSchool()));
    void queries.prefetchQuery(unreadQuery());
    void queries.prefetchQuery(childsTeachersQuery());
    await loadTexts(
      'home',
      'enrollment',
      'identity',
      'notices',
      'meetings',
      'tasks',
      'modules',
      'chat',
    );
  },
  component: ParentHome,
});

function ParentHome() {
  const { t } = useTranslation('home');
  const me = useMe();
  const { child } = Route.useSearch();
  return (
    <>
      <LiveMeetings />
      <PageHeader title={t('greeting', { name: me.first_name })} note={t('parent')} />
      <ChildView
        childId={child}
        switcher={(choices, shown) => (
          <ChildSwitcher to="/parent" choices={choices} shown={shown} />
        )}
        beside={(shown) => (
          <div className="flex min-w-0 flex-col gap-4">
            <DueWorkPanel studentId={shown.id} />
            <LatestScoresPanel studentId={shown.id} />
            <ChildModulesPanel child={shown} />
            <UnreadMessagesPanel />
            <WhomToWriteToPanel />
            <LatestAnnouncementsPanel />
            <UpcomingEventsPanel />
            <GuardiansPanel student={shown} />
          </div>
        )}
      />
    </>
  );
}
