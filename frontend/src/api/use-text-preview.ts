import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { errorText } from '~/api/error-text';
import { previewNotice } from '~/api/notices';
import { previewInstructions } from '~/api/tasks';
import { useDebounced } from '~/lib/use-debounced';

const previews = { notices: previewNotice, tasks: previewInstructions } as const;

/** What the server makes of a text of an area, once the typing rests. */
export function useTextPreview(area: keyof typeof previews, text: string) {
  const settled = useDebounced(text.trim(), 350);
  const empty = settled === '';
  const { data, error } = useQuery({
    queryKey: ['preview', area, settled],
    queryFn: ({ signal }) => previews[area](settled, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    enabled: !empty,
  });
  return { empty, html: data, error: error === null ? undefined : errorText(error) };
}
