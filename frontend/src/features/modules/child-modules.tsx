import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { familyProgressQuery } from '~/api/enrollment';
import { errorText } from '~/api/error-text';
import { useMe } from '~/api/session-hooks';
import type { Child } from '~/api/types';
import type { ModulesSearch } from '~/features/modules/module-search';
import { ModulesPage } from '~/features/modules/modules-page';
import { Card } from '~/ui/card';
import { ErrorState } from '~/ui/error-state';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';

interface ChildModulesProps {
  search: ModulesSearch;
  onSearch: (search: ModulesSearch) => void;
  /** Draws the links that switch between several children. */
  switcher: (children: Child[], shown: Child) => ReactNode;
}

/** For parents: the modules of the section of one child at a time. */
export function ChildModules({ search, onSearch, switcher }: ChildModulesProps) {
  const { t } = useTranslation(['modules', 'common']);
  const { children } = useMe();
  const choices = useMemo(() => children.filter((child) => child.rights.academics), [children]);
  const shown = choices.find((child) => child.id === search.child) ?? choices[0];
  const progress = useQuery({
    ...familyProgressQuery(shown?.id ?? ''),
    enabled: shown !== undefined,
  });
  const links = shown !== undefined && choices.length > 1 ? switcher(choices, shown) : null;
  // A child can be in a section before its enrollment says so; then the modules of all children show.
  if (progress.data !== undefined || shown === undefined)
    return (
      <ModulesPage
        own
        search={search}
        onSearch={onSearch}
        sectionId={progress.data?.section_id ?? undefined}
        switcher={links}
      />
    );
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} />
      {links}
      <Card>
        {progress.isError ? (
          <ErrorState
            title={t('common:partFailed')}
            detail={errorText(progress.error)}
            onRetry={() => void progress.refetch()}
          />
        ) : (
          <div className="p-4">
            <SkeletonLines lines={8} />
          </div>
        )}
      </Card>
    </>
  );
}
