import { UsersRound } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '~/api/session-hooks';
import type { Child } from '~/api/types';
import { ChildEnrollment } from '~/features/enrollment/own-enrollment';
import { Alert } from '~/ui/alert';
import { Card } from '~/ui/card';
import { Empty } from '~/ui/empty';

interface ChildViewProps {
  childId: string | undefined;
  /** Draws the links that switch between several children. */
  switcher: (children: Child[], shown: Child) => ReactNode;
  /** What else there is to see of the child. */
  beside?: (child: Child) => ReactNode;
}

/** One child at a time; the address says which. */
export function ChildView({ childId, switcher, beside }: ChildViewProps) {
  const { t } = useTranslation('enrollment');
  const { children } = useMe();
  const shown = useMemo(
    () => children.find((child) => child.id === childId) ?? children[0],
    [children, childId],
  );
  if (shown === undefined)
    return (
      <Card>
        <Empty title={t('children.none')} icon={<UsersRound aria-hidden />}>
          {t('children.noneDetail')}
        </Empty>
      </Card>
    );
  return (
    <>
      {children.length > 1 ? switcher(children, shown) : null}
      {shown.rights.academics ? (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <ChildEnrollment key={shown.id} child={shown} />
          {beside?.(shown)}
        </div>
      ) : (
        <Alert tone="info">{t('children.noAcademics', { name: shown.first_name })}</Alert>
      )}
    </>
  );
}
