export interface DeletedSearch {
  /** The id of whose messages are wanted. */
  sender?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export function deletedFilter({ sender, limit, offset }: DeletedSearch) {
  return {
    ...(sender === undefined ? {} : { sender_id: sender }),
    limit: limit ?? 20,
    offset: offset ?? 0,
  };
}
