import { useFormats } from '~/i18n/format';

interface Times {
  all_day: boolean;
  starts_at: string;
  ends_at: string;
  starts_on?: string | null;
  ends_on?: string | null;
}

/** When something is: days stay days, moments are told by the clock of the school. */
export function EventTime({ event }: { event: Times }) {
  const { weekday, span } = useFormats();
  const { all_day, starts_on, ends_on } = event;
  if (!all_day || starts_on == null || ends_on == null)
    return <>{span(event.starts_at, event.ends_at)}</>;
  return (
    <>
      {starts_on === ends_on ? weekday(starts_on) : `${weekday(starts_on)} – ${weekday(ends_on)}`}
    </>
  );
}
