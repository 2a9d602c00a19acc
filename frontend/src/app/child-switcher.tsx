import { useTranslation } from 'react-i18next';

import type { Child } from '~/api/types';
import { TabLink, TabLinks } from '~/ui/tab-links';

interface ChildSwitcherProps {
  to: '/parent' | '/children' | '/tasks' | '/modules';
  choices: Child[];
  shown: Child;
}

/** For parents of several children: which one the page is about. */
export function ChildSwitcher({ to, choices, shown }: ChildSwitcherProps) {
  const { t } = useTranslation('enrollment');
  return (
    <TabLinks label={t('children.choose')}>
      {choices.map((child) => (
        <TabLink
          key={child.id}
          to={to}
          search={{ child: child.id }}
          current={child.id === shown.id}
        >
          {child.first_name} {child.last_name}
        </TabLink>
      ))}
    </TabLinks>
  );
}
