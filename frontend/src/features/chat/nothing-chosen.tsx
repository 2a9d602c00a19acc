import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Empty } from '~/ui/empty';

/** What stands beside the list while nothing is chosen. */
export function NothingChosen() {
  const { t } = useTranslation('chat');
  return (
    <div className="m-auto">
      <Empty title={t('choose')} icon={<MessagesSquare aria-hidden />}>
        {t('chooseDetail')}
      </Empty>
    </div>
  );
}
