import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCan } from '~/api/session-hooks';
import { Button } from '~/ui/button';

const MeetingDialog = lazy(async () => ({
  default: (await import('~/features/meetings/meeting-dialog')).MeetingDialog,
}));

/** Schedules a meeting of a section, where the section is on screen. */
export function ScheduleButton({ sectionId }: { sectionId?: string }) {
  const { t } = useTranslation('meetings');
  const [open, setOpen] = useState(false);
  if (!useCan('manage_meetings')) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t('new')}
      </Button>
      <Suspense fallback={null}>
        {open ? <MeetingDialog sectionId={sectionId} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </>
  );
}
