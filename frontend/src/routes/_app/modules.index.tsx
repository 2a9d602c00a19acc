import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { activeRole, currentMe, useActiveRole } from '~/app/active-role';
import { ChildSwitcher } from '~/app/child-switcher';
import { requirePage } from '~/app/guards';
import { ChildModules } from '~/features/modules/child-modules';
import { moduleListQuery, moduleSectionsQuery } from '~/features/modules/module-search';
import { ModulesPage } from '~/features/modules/modules-page';
import { loadTexts } from '~/i18n/setup';
import { listSearch, optionalWord } from '~/lib/list-search';

const ownRoles = ['teacher', 'student'] as const;

export const Route = createFileRoute('/_app/modules/')({
  validateSearch: z.object({ ...listSearch, section: optionalWord(), child: optionalWord() }),
  beforeLoad: () => requirePage('modules'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    const me = currentMe();
    const role = me === null ? null : activeRole(me);
    if (role === 'parent') {
      await loadTexts('modules', 'files', 'enrollment');
      return;
    }
    const own = ownRoles.some((each) => each === role);
    // Whoever has one section alone sees it in its own order at once.
    const sections = queries.prefetchQuery(moduleSectionsQuery(own));
    if (!own || deps.section !== undefined)
      void queries.prefetchQuery(moduleListQuery(deps, deps.section));
    await Promise.all([sections, loadTexts('modules', 'files')]);
  },
  component: Modules,
});

function Modules() {
  const role = useActiveRole();
  const navigate = Route.useNavigate();
  const view = {
    search: Route.useSearch(),
    onSearch: (search: ReturnType<typeof Route.useSearch>) =>
      void navigate({ search, replace: true }),
  };
  if (role === 'parent')
    return (
      <ChildModules
        {...view}
        switcher={(choices, shown) => (
          <ChildSwitcher to="/modules" choices={choices} shown={shown} />
        )}
      />
    );
  return <ModulesPage {...view} own={ownRoles.some((each) => each === role)} />;
}
