import { createFileRoute } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { ownProgressQuery } from '~/api/enrollment';
import { currentMe } from '~/app/active-role';
import { requirePage } from '~/app/guards';
import { OwnEnrollment } from '~/features/enrollment/own-enrollment';
import { loadTexts } from '~/i18n/setup';
import { PageHeader } from '~/ui/page-header';

export const Route = createFileRoute('/_app/my-enrollment')({
  beforeLoad: () => requirePage('myEnrollment'),
  loader: async ({ context: { queries } }) => {
    const me = currentMe();
    if (me !== null) void queries.prefetchQuery(ownProgressQuery(me));
    await loadTexts('enrollment');
  },
  component: MyEnrollment,
});

function MyEnrollment() {
  const { t } = useTranslation('shell');
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={t('pages.myEnrollment')} />
      <OwnEnrollment />
    </div>
  );
}
