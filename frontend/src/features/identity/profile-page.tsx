import { useTranslation } from 'react-i18next';

import { DetailsForm } from '~/features/identity/details-form';
import { PasswordForm } from '~/features/identity/password-form';
import { type ProfileTab, profileTabs } from '~/features/identity/profile-tabs';
import { SessionList } from '~/features/identity/session-list';
import { PageHeader } from '~/ui/page-header';
import { TabLink, TabLinks } from '~/ui/tab-links';

export function ProfilePage({ tab }: { tab: ProfileTab }) {
  const { t } = useTranslation('identity');
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title={t('profile.title')} />
      <TabLinks label={t('profile.tabs.label')}>
        {profileTabs.map((each) => (
          <TabLink
            key={each}
            to="/profile"
            search={each === 'details' ? {} : { tab: each }}

            current={each === tab}
          >
            {t(`profile.tabs.${each}`)}
          </TabLink>
        ))}
      </TabLinks>
      {tab === 'details' ? <DetailsForm /> : null}
      {tab === 'password' ? <PasswordForm /> : null}
      {tab === 'sessions' ? <SessionList /> : null}
    </div>
  );
}
