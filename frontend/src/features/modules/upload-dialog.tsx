import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { DraftFields } from '~/features/modules/draft-fields';
import { moduleFiles } from '~/features/modules/module-files';
import { moduleSectionsQuery } from '~/features/modules/module-search';
import { useModuleDrafts } from '~/features/modules/use-module-drafts';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { Dialog, DialogBody, DialogFooter } from '~/ui/dialog';
import { Dropzone } from '~/ui/dropzone';
import { Field } from '~/ui/field';
import { Select } from '~/ui/input';
import { UnsavedGuard } from '~/ui/unsaved-guard';
import { UploadList } from '~/ui/upload-list';

interface UploadDialogProps {
  /** The section that gets the modules; chosen in the dialog when not given. */
  sectionId?: string | undefined;
  onClose: () => void;
}

/** Adds modules: one for each file, several at once. */
export function UploadDialog({ sectionId, onClose }: UploadDialogProps) {
  const { t } = useTranslation(['modules', 'common']);
  const formId = useId();
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState(sectionId ?? '');
  const drafts = useModuleDrafts(chosen, onClose);
  const { items, busy, open, error } = drafts;
  const close = () => {
    if (open > 0) setAsking(true);
    else onClose();
  };
  return (
    <>
      <UnsavedGuard dirty={open > 0} />
      <Dialog
        open
        place="right"
        onOpenChange={(next) => {
          if (!next) close();
        }}
        title={t('addTitle')}
        description={t('addNote')}
      >
        <form
          id={formId}
          noValidate
          className="flex min-h-0 flex-1 flex-col"
          onSubmit={(event) => {
            event.preventDefault();
            drafts.submit();
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            {sectionId === undefined ? (
              <SectionField
                value={chosen}
                onChange={setChosen}
                disabled={busy}
                error={drafts.sectionMissing ? t('common:rules.choose') : undefined}
              />
            ) : null}
            {error === null ? null : <Alert tone="bad">{error}</Alert>}
            <Dropzone onFiles={drafts.add} accept={moduleFiles} note={t('kinds')} />
            <UploadList
              items={items}
              onCancel={drafts.cancel}
              onRetry={drafts.retry}
              onRemove={drafts.remove}
            >
              {(item) => <DraftFields draft={item} onChange={drafts.change} />}
            </UploadList>
          </DialogBody>
          <DialogFooter>
            <Button onClick={close}>{t('common:cancel')}</Button>
            <Button type="submit" look="primary" busy={busy} disabled={items.length === 0}>
              {t('upload', { count: Math.max(1, open) })}
            </Button>
          </DialogFooter>
        </form>
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

interface SectionFieldProps {
  value: string;
  onChange: (sectionId: string) => void;
  disabled: boolean;
  error: string | undefined;
}

function SectionField({ value, onChange, disabled, error }: SectionFieldProps) {
  const { t } = useTranslation('modules');
  const sections = useQuery(moduleSectionsQuery(true)).data?.items ?? [];
  return (
    <Field label={t('section')} error={error} required>
      <Select value={value} disabled={disabled} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('chooseSection')}</option>
        {sections.map((section) => (
          <option key={section.id} value={section.id}>
            {section.grade_level} – {section.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
