import { useTranslation } from 'react-i18next';

import { NavigationLinks, SchoolName } from '~/app/shell/sidebar';
import { Dialog, DialogBody } from '~/ui/dialog';

/** The sidebar of narrow windows. */
export function MobileNavigation({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation('shell');
  return (
    <Dialog open onOpenChange={onOpenChange} place="left" title={t('navigation')}>
      <DialogBody>
        <SchoolName />
        <NavigationLinks onFollow={() => onOpenChange(false)} />
      </DialogBody>
    </Dialog>
  );
}
