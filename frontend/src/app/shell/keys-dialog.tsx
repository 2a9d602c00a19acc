import { useTranslation } from 'react-i18next';

import { Dialog, DialogBody } from '~/ui/dialog';
import { Kbd } from '~/ui/kbd';

const shortcuts = [
  { keys: ['Ctrl', 'K'], text: 'keys.palette' },
  { keys: ['/'], text: 'keys.search' },
  { keys: ['?'], text: 'keys.help' },
  { keys: ['Esc'], text: 'keys.close' },
  { keys: ['↑'], text: 'keys.editLast' },
  { keys: ['J'], text: 'keys.nextStudent' },
  { keys: ['K'], text: 'keys.previousStudent' },
  { keys: ['Alt', '↓'], text: 'keys.nextStudentTyping' },
  { keys: ['Alt', '↑'], text: 'keys.previousStudentTyping' },
  { keys: ['Ctrl', 'Enter'], text: 'keys.saveAndNext' },
] as const;

export function KeysDialog({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation('shell');
  return (
    <Dialog open onOpenChange={onOpenChange} title={t('keys.title')}>
      <DialogBody>
        <dl className="flex flex-col gap-2.5">
          {shortcuts.map(({ keys, text }) => (
            <div key={text} className="flex items-center justify-between gap-4">
              <dt>{t(text)}</dt>
              <dd className="flex gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </DialogBody>
    </Dialog>
  );
}
