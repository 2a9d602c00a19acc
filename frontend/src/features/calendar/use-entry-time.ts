import type { CalendarEntry } from '~/api/types';
import { useFormats } from '~/i18n/format';

/** When an entry is, in words. */
export function useEntryTime(): (entry: CalendarEntry) => string {
  const { weekday, span } = useFormats();
  return (entry) => {
    const { all_day, starts_on, ends_on, starts_at, ends_at } = entry;
    if (!all_day || starts_on === null || ends_on === null) return span(starts_at, ends_at);
    return starts_on === ends_on
      ? weekday(starts_on)
      : `${weekday(starts_on)} – ${weekday(ends_on)}`;
  };
}
