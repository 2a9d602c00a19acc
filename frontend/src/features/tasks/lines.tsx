import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { ErrorState } from '~/ui/error-state';
import { SkeletonLines } from '~/ui/skeleton';

interface LinesProps<Item> {
  query: {
    data: { items: Item[] } | undefined;
    isError: boolean;
    error: unknown;
    refetch: () => unknown;
  };
  /** Which of the answer are wanted, where the server cannot choose them. */
  wanted?: (items: Item[]) => Item[];
  empty: ReactNode;
  children: (item: Item) => ReactNode;
}

/** A short list in a panel, with its waiting, its failure and its emptiness. */
export function Lines<Item>({ query, wanted, empty, children }: LinesProps<Item>) {
  const { t } = useTranslation('common');
  if (query.data === undefined)
    return query.isError ? (
      <ErrorState
        title={t('partFailed')}
        detail={errorText(query.error)}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <div className="p-4">
        <SkeletonLines lines={4} />
      </div>
    );
  const items = wanted?.(query.data.items) ?? query.data.items;
  if (items.length === 0) return <>{empty}</>;
  return <ul className="divide-y divide-line">{items.map(children)}</ul>;
}
