import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import type { Audience } from '~/api/types';
import { wholeAudience } from '~/features/notices/audience';
import { choosableSections } from '~/features/notices/notice-search';

const named = 3;

/** Whom something addresses, in words. */
export function useAudienceText(): (audience: Audience) => string {
  const { t } = useTranslation(['notices', 'common']);
  const sections = useQuery(choosableSections()).data?.items;
  return useCallback(
    (told) => {
      const audience = wholeAudience(told);
      if (audience.everyone) return t('audience.everyone');
      const roles = audience.roles.map((role) => t(`audience.roles.${role}`));
      const known = audience.section_ids.flatMap((id) => {
        const section = sections?.find((each) => each.id === id);
        return section === undefined ? [] : [`${section.grade_level} – ${section.name}`];
      });
      const shown = known.slice(0, named);
      const more = audience.section_ids.length - shown.length;
      return [
        ...roles,
        ...shown,
        ...(more > 0 ? [t('audience.sections', { count: more })] : []),
      ].join(', ');
    },
    [t, sections],
  );
}
