import { createFileRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { liveMeetingsQuery, openMeetingsQuery } from '~/api/meetings';
import { useCan, useMe } from '~/api/session-hooks';
import { sectionQuery, sectionStudentsQuery, sectionTeachersQuery } from '~/api/structure';
import type { Permission } from '~/api/types';
import { currentMe } from '~/app/active-role';
import { requirePage } from '~/app/guards';
import { LiveMeetings } from '~/features/meetings/live-meetings';
import { NextMeetingsPanel } from '~/features/meetings/meeting-lines';
import { ScheduleButton } from '~/features/meetings/schedule-button';
import { moduleListQuery } from '~/features/modules/module-search';
import { SectionModules } from '~/features/modules/section-modules';
import { SectionPage } from '~/features/structure/section-page';
import { sectionTasksQuery } from '~/features/tasks/task-search';
import { SectionTasks } from '~/features/tasks/teacher-panels';
import { loadTexts } from '~/i18n/setup';
import { listSearch } from '~/lib/list-search';
import { can } from '~/lib/permissions';
import { TabLink, TabLinks } from '~/ui/tab-links';

/** What a section has besides its students: each a view of its own. */
const tabs = [
  { name: 'tasks', permission: 'read_tasks' },
  { name: 'modules', permission: 'read_modules' },
] as const satisfies {
  name: string;
  permission: Permission;
}[];
type Tab = (typeof tabs)[number]['name'];
const tabNames: readonly Tab[] = tabs.map(({ name }) => name);

export const Route = createFileRoute('/_app/sections/$sectionId')({
  validateSearch: z.object({
    ...listSearch,
    tab: z.catch(z.optional(z.enum(tabNames)), undefined),
  }),
  beforeLoad: () => requirePage('sections'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, params: { sectionId }, deps }) => {
    const me = currentMe();
    void queries.prefetchQuery(sectionQuery(sectionId));
    if (can(me, 'read_meetings')) void queries.prefetchQuery(liveMeetingsQuery(sectionId));
    if (deps.tab === undefined) {
      void queries.prefetchQuery(sectionStudentsQuery(sectionId));
      void queries.prefetchQuery(sectionTeachersQuery(sectionId));
      if (can(me, 'read_meetings')) void queries.prefetchQuery(openMeetingsQuery(sectionId));
    }
    if (deps.tab === 'modules' && can(me, 'read_modules')) {
      void queries.prefetchQuery(moduleListQuery(deps, sectionId));
      await loadTexts('modules', 'files');
    }
    if (deps.tab === 'tasks' && can(me, 'read_tasks')) {
      void queries.prefetchQuery(sectionTasksQuery(sectionId));
      await loadTexts('tasks');
    }
    await loadTexts('structure', 'meetings');
  },
  component: SectionDetail,
});

function SectionDetail() {
  const { sectionId } = Route.useParams();
  const navigate = Route.useNavigate();
  const meets = useCan('read_meetings');
  return (
    <>
      {meets ? <LiveMeetings sectionId={sectionId} /> : null}
      <SectionPage
        sectionId={sectionId}
        onDeleted={() => void navigate({ to: '/sections' })}
        tabs={<SectionTabs sectionId={sectionId} />}
        instead={useTabContent(sectionId)}
        beside={
          meets ? (
            <NextMeetingsPanel
              sectionId={sectionId}
              actions={<ScheduleButton sectionId={sectionId} />}
            />
          ) : undefined
        }
      />
    </>
  );
}

/** What the chosen view shows in place of the students. */
function useTabContent(sectionId: string): ReactNode {
  const { tab, ...search } = Route.useSearch();
  const navigate = Route.useNavigate();
  const readsTasks = useCan('read_tasks');
  const readsModules = useCan('read_modules');
  if (tab === 'tasks' && readsTasks) return <SectionTasks sectionId={sectionId} />;
  if (tab === 'modules' && readsModules)
    return (
      <SectionModules
        sectionId={sectionId}
        search={search}
        onSearch={({ q, sort, limit, offset }) =>
          void navigate({ search: { tab, q, sort, limit, offset }, replace: true })
        }
      />
    );
  return undefined;
}

function SectionTabs({ sectionId }: { sectionId: string }) {
  const { t } = useTranslation('structure');
  const { tab } = Route.useSearch();
  const me = useMe();
  const open = tabs.filter(({ permission }) => can(me, permission));
  if (open.length === 0) return null;
  const to = { to: '/sections/$sectionId', params: { sectionId } } as const;
  return (
    <TabLinks label={t('section.views')}>
      <TabLink {...to} search={{}} current={tab === undefined}>
        {t('section.overview')}
      </TabLink>
      {open.map(({ name }) => (
        <TabLink key={name} {...to} search={{ tab: name }} current={tab === name}>
          {t(`section.${name}`)}
        </TabLink>
      ))}
    </TabLinks>
  );
}
