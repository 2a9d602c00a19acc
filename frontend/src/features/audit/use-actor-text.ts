import { useTranslation } from 'react-i18next';

import type { AuditEntry } from '~/api/types';

/** Who it was: a person by name, work in the background by what it does, or somebody not logged in. */
export function useActorText(): (entry: AuditEntry) => string {
  const { t } = useTranslation('audit');
  return ({ actor_id: person, actor_name: name }) => {
    if (name === null) return t('visitor');
    return person === null ? t('system', { name }) : name;
  };
}
