import type { UseQueryResult } from '@tanstack/react-query';

import { errorText } from '~/api/error-text';
import type { Page } from '~/api/types';

/** A list query in the words of the table: rows, count, staleness, error, retry. */
export function listView<Row>(query: UseQueryResult<Page<Row>>) {
  const page = query.data;
  return {
    rows: page?.items,
    total: page?.total ?? 0,
    capped: page?.total_capped ?? false,
    limit: page?.limit ?? 20,
    offset: page?.offset ?? 0,
    stale: query.isPlaceholderData,
    error: query.isError && page === undefined ? errorText(query.error) : undefined,
    retry: () => void query.refetch(),
  };
}
