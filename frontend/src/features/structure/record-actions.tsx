import { Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { IconButton } from '~/ui/button';

interface RecordActionsProps {
  name: string;
  onEdit: () => void;
  onDelete: () => void;
}

/** Change and delete, at the end of a row. */
export function RecordActions({ name, onEdit, onDelete }: RecordActionsProps) {
  const { t } = useTranslation('structure');
  return (
    <span className="inline-flex">
      <IconButton size="iconSmall" label={t('edit', { name })} onClick={onEdit}>
        <Pencil aria-hidden />
      </IconButton>
      <IconButton size="iconSmall" label={t('delete', { name })} onClick={onDelete}>
        <Trash2 aria-hidden />
      </IconButton>
    </span>
  );
}
