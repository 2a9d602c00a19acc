import { createFileRoute } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { ChildSwitcher } from '~/app/child-switcher';
import { requirePage } from '~/app/guards';
import { ChildView } from '~/features/enrollment/child-view';
import { loadTexts } from '~/i18n/setup';
import { optionalWord } from '~/lib/list-search';
import { PageHeader } from '~/ui/page-header';

export const Route = createFileRoute('/_app/children')({
  validateSearch: z.object({ child: optionalWord() }),
  beforeLoad: () => requirePage('children'),
  loader: () => loadTexts('enrollment'),
  component: Children,
});

function Children() {
  const { t } = useTranslation('shell');
  const { child } = Route.useSearch();
  return (
    <>
      <PageHeader title={t('pages.children')} />
      <ChildView
        childId={child}
        switcher={(choices, shown) => (
          <ChildSwitcher to="/children" choices={choices} shown={shown} />
        )}
      />
    </>
  );
}
