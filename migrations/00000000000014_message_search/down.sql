ALTER INDEX messages_by_words RESET (gin_pending_list_limit);
