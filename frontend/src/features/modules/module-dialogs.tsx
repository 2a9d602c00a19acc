import { lazy, Suspense } from 'react';

import type { Module } from '~/api/types';

const EditDialog = lazy(async () => ({
  default: (await import('~/features/modules/edit-dialog')).EditDialog,
}));
const ReplaceDialog = lazy(async () => ({
  default: (await import('~/features/modules/replace-dialog')).ReplaceDialog,
}));
const OpeningsDialog = lazy(async () => ({
  default: (await import('~/features/modules/openings')).OpeningsDialog,
}));
const RemoveDialog = lazy(async () => ({
  default: (await import('~/features/modules/remove-dialog')).RemoveDialog,
}));

export type ModuleDialogKind = 'edit' | 'replace' | 'openings' | 'remove';

export interface ModuleDialog {
  kind: ModuleDialogKind;
  module: Module;
}

interface ModuleDialogsProps {
  dialog: ModuleDialog | null;
  onClose: () => void;
  onRemoved?: () => void;
}

/** What a teacher does with a module, in the dialog that is open. */
export function ModuleDialogs({ dialog, onClose, onRemoved }: ModuleDialogsProps) {
  if (dialog === null) return null;
  const { kind, module } = dialog;
  return (
    <Suspense fallback={null}>
      {kind === 'edit' ? <EditDialog module={module} onClose={onClose} /> : null}
      {kind === 'replace' ? <ReplaceDialog module={module} onClose={onClose} /> : null}
      {kind === 'openings' ? <OpeningsDialog module={module} onClose={onClose} /> : null}
      {kind === 'remove' ? (
        <RemoveDialog module={module} onClose={onClose} onRemoved={onRemoved} />
      ) : null}
    </Suspense>
  );
}
