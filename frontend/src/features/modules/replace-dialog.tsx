import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { moduleQuery, modulesKey, replaceModuleFile } from '~/api/modules';
import { hasStatus } from '~/api/problem';
import type { Module } from '~/api/types';
import { useUploads } from '~/api/use-uploads';
import { moduleFiles } from '~/features/modules/module-files';
import { useFormats } from '~/i18n/format';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { Dialog, DialogBody } from '~/ui/dialog';
import { Dropzone } from '~/ui/dropzone';
import { toast } from '~/ui/toast';
import { UnsavedGuard } from '~/ui/unsaved-guard';
import { UploadList } from '~/ui/upload-list';

interface ReplaceDialogProps {
  module: Module;
  onClose: () => void;
}

/** Gives a module another file. Until that has arrived whole, everybody gets the old one. */
export function ReplaceDialog({ module, onClose }: ReplaceDialogProps) {
  const { t } = useTranslation('modules');
  const { size } = useFormats();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const newest = useQuery(moduleQuery(module.id)).data ?? module;
  const { items, busy, queue } = useUploads({
    send: async ({ file }, options) => {
      try {
        await replaceModuleFile(newest, file, options);
      } catch (error) {
        if (hasStatus(error, 412)) await queries.invalidateQueries({ queryKey: modulesKey });
        throw error;
      }
      await queries.invalidateQueries({ queryKey: modulesKey });
      toast('good', t('replaced', { title: module.title }));
      onClose();
    },
  });
  const close = () => {
    if (busy) setAsking(true);
    else onClose();
  };
  return (
    <>
      <UnsavedGuard dirty={busy} />
      <Dialog
        open
        onOpenChange={(open) => {
          if (!open) close();
        }}
        title={t('replaceTitle')}
        description={module.title}
      >
        <DialogBody className="flex flex-col gap-4">
          <p>{t('replaceDetail', { name: newest.file.name, size: size(newest.file.size) })}</p>
          {items.length > 0 ? null : (
            <Dropzone
              multiple={false}
              accept={moduleFiles}
              note={t('kinds')}
              onFiles={([file]) => {
                if (file !== undefined) queue.add([{ id: crypto.randomUUID(), file }]);
              }}
            />
          )}
          <UploadList
            items={items}
            onCancel={(id) => queue.cancel(id)}
            onRetry={(id) => queue.retry(id)}
            onRemove={(id) => queue.remove(id)}
          />
        </DialogBody>
      </Dialog>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('stopTitle')}
        confirmLabel={t('stop')}
        danger
        onConfirm={onClose}
      >
        {t('stopDetail')}
      </ConfirmDialog>
    </>
  );
}
