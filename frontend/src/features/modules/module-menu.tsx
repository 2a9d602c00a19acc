import { Ellipsis, Eye, FileUp, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Module } from '~/api/types';
import type { ModuleDialogKind } from '~/features/modules/module-dialogs';
import { Button, IconButton } from '~/ui/button';
import { Popover } from '~/ui/popover';

const entries = [
  { kind: 'edit', icon: Pencil },
  { kind: 'replace', icon: FileUp },
  { kind: 'openings', icon: Eye },
  { kind: 'remove', icon: Trash2 },
] as const satisfies { kind: ModuleDialogKind; icon: typeof Eye }[];

interface ModuleMenuProps {
  module: Module;
  onDialog: (kind: ModuleDialogKind) => void;
}

/** What whoever gave a module can do with it. */
export function ModuleMenu({ module, onDialog }: ModuleMenuProps) {
  const { t } = useTranslation('modules');
  const label = t('menu.of', { title: module.title });
  return (
    <Popover
      label={label}
      className="flex flex-col"
      trigger={(attributes) => (
        <IconButton size="iconSmall" label={label} {...attributes}>
          <Ellipsis aria-hidden />
        </IconButton>
      )}
    >
      {(close) =>
        entries.map(({ kind, icon: Icon }) => (
          <Button
            key={kind}
            look="quiet"
            className="justify-start!"
            onClick={() => {
              close();
              onDialog(kind);
            }}
          >
            <Icon aria-hidden />
            {t(`menu.${kind}`)}
          </Button>
        ))
      }
    </Popover>
  );
}
