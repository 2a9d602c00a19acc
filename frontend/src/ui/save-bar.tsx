import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Button } from '~/ui/button';

interface SaveBarProps {
  dirty: boolean;
  busy: boolean;
  /** The last attempt succeeded; said until something is typed again. */
  saved: boolean;
}

/** The end of a form that is a page: saves, and says there that it did. */
export function SaveBar({ dirty, busy, saved }: SaveBarProps) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-3">
      <Button type="submit" look="primary" busy={busy} disabled={!dirty}>
        {t('saveChanges')}
      </Button>
      <span role="status" className="inline-flex items-center gap-1.5 font-medium text-good">
        {saved && !dirty ? (
          <>
            <Check aria-hidden className="size-4" />
            {t('saved')}
          </>
        ) : null}
      </span>
    </div>
  );
}
