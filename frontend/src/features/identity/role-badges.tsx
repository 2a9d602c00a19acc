import { useTranslation } from 'react-i18next';

import type { User } from '~/api/types';
import { Badge } from '~/ui/badge';

/** A person's roles, the one they begin with first and in colour. */
export function RoleBadges({ user }: { user: Pick<User, 'roles' | 'primary_role'> }) {
  const { t } = useTranslation();
  const others = user.roles.filter((role) => role !== user.primary_role);
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone="accent">{t(`roles.${user.primary_role}`)}</Badge>
      {others.map((role) => (
        <Badge key={role}>{t(`roles.${role}`)}</Badge>
      ))}
    </span>
  );
}

export function AccountState({ user }: { user: User }) {
  const { t } = useTranslation('identity');
  if (!user.active) return <Badge tone="bad">{t('people.inactive')}</Badge>;
  if (user.last_login_at === null)
    return <Badge tone="warn">{t(user.invited ? 'people.invited' : 'people.neverLoggedIn')}</Badge>;
  return <Badge tone="good">{t('people.active')}</Badge>;
}
