import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { DetailsForm } from '~/features/identity/details-form';
import { PasswordForm } from '~/features/identity/password-form';
import { type ProfileTab, profileTabs } from '~/features/identity/profile-tabs';
import { SessionList } from '~/features/identity/session-list';
import { PageHeader } from '~/ui/page-header';
import { TabLink, TabLinks } from '~/ui/tab-links';

interface ProfilePageProps {
  tab: ProfileTab;
  /** What comes by mail: of another area, so the route brings it. */
  notifications: ReactNode;
}

export function ProfilePage({ tab, notifications }: ProfilePageProps) {
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
      {tab === 'notifications' ? notifications : null}
    </div>
  );
}
