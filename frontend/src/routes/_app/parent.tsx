import { createFileRoute } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { familyProgressQuery } from '~/api/enrollment';
import { useMe } from '~/api/session-hooks';
import { currentMe } from '~/app/active-role';
import { ChildSwitcher } from '~/app/child-switcher';
import { requireRole } from '~/app/guards';
import { ChildView } from '~/features/enrollment/child-view';
import { GuardiansPanel } from '~/features/identity/guardians-panel';
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
    if (shown?.rights.academics === true) void queries.prefetchQuery(familyProgressQuery(shown.id));
    await loadTexts('home', 'enrollment', 'identity');
  },
  component: ParentHome,
});

function ParentHome() {
  const { t } = useTranslation('home');
  const me = useMe();
  const { child } = Route.useSearch();
  return (
    <>
      <PageHeader title={t('greeting', { name: me.first_name })} note={t('parent')} />
      <ChildView
        childId={child}
        switcher={(choices, shown) => (
          <ChildSwitcher to="/parent" choices={choices} shown={shown} />
        )}
        beside={(shown) => <GuardiansPanel student={shown} />}
      />
    </>
  );
}
