import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCan } from '~/api/session-hooks';
import { Button } from '~/ui/button';

const UploadDialog = lazy(async () => ({
  default: (await import('~/features/modules/upload-dialog')).UploadDialog,
}));

/** Adds modules, for those who may. */
export function AddModules({ sectionId }: { sectionId?: string | undefined }) {
  const { t } = useTranslation('modules');
  const [open, setOpen] = useState(false);
  if (!useCan('manage_modules')) return null;
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t('add')}
      </Button>
      <Suspense fallback={null}>
        {open ? <UploadDialog sectionId={sectionId} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </>
  );
}
