import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { calendarKey } from '~/api/calendar';
import { errorText } from '~/api/error-text';
import { meetingsKey } from '~/api/meetings';
import { hasCode } from '~/api/problem';
import { toast } from '~/ui/toast';

/** Takes a meeting a step further, and shows everywhere how far it has come. */
export function useMeetingStep() {
  const { t } = useTranslation('meetings');
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: meetingsKey }),
      queries.invalidateQueries({ queryKey: calendarKey }),
    ]);
  const take = async (step: () => Promise<unknown>, said: string): Promise<void> => {
    setBusy(true);
    try {
      await step();
      toast('good', said);
    } catch (error) {
      toast('bad', hasCode(error, 'illegal_move', 'stale_version') ? t('moved') : errorText(error));
    }
    await refresh();
    setBusy(false);
  };
  return { take, busy, refresh };
}
