export interface DeletedSearch {
  q?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export function deletedFilter({ q, limit, offset }: DeletedSearch) {
  return { ...(q === undefined ? {} : { q }), limit: limit ?? 20, offset: offset ?? 0 };
}
