import { useQuery } from '@tanstack/react-query';

import { errorText } from '~/api/error-text';
import { bodyPreviewQuery } from '~/api/notices';
import { useDebounced } from '~/lib/use-debounced';

/** What the server makes of a text, once the typing rests. */
export function useTextPreview(text: string) {
  const settled = useDebounced(text.trim(), 350);
  const empty = settled === '';
  const { data, error } = useQuery({ ...bodyPreviewQuery(settled), enabled: !empty });
  return {
    empty,
    html: data?.body_html ?? undefined,
    error: error === null ? undefined : errorText(error),
  };
}
