import { CalendarDays, ClipboardCheck, type LucideIcon, Video } from 'lucide-react';

import type { CalendarEntry } from '~/api/types';
import type { Tone } from '~/ui/badge';

/** What tells the kinds of entries apart, besides their names. */
export const kindLooks: Record<
  CalendarEntry['kind'],
  { Icon: LucideIcon; colour: string; tone: Tone }
> = {
  event: { Icon: CalendarDays, colour: 'text-accent', tone: 'accent' },
  meeting: { Icon: Video, colour: 'text-info', tone: 'info' },
  task: { Icon: ClipboardCheck, colour: 'text-warn', tone: 'warn' },
};
