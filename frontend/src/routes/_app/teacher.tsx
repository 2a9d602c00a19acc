import { createFileRoute } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { OwnSectionsPanel } from '~/features/structure/structure-panels';
import { visibleSections } from '~/features/structure/structure-search';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/teacher')({
  beforeLoad: () => requireRole('teacher'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(visibleSections());
    await loadTexts('home', 'structure');
  },
  component: TeacherHome,
});

function TeacherHome() {
  const { t } = useTranslation('structure');
  return (
    <HomePage role="teacher">
      <OwnSectionsPanel title={t('panel.own')} note={t('panel.ownNote')} />
    </HomePage>
  );
}
