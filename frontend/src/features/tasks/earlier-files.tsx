import { useTranslation } from 'react-i18next';

import type { Submission } from '~/api/tasks-types';
import { useFormats } from '~/i18n/format';
import { Button } from '~/ui/button';
import { Checkbox } from '~/ui/choice';
import { Fieldset } from '~/ui/field';

interface EarlierFilesProps {
  /** The latest hand-in. */
  submission: Submission;
  /** Which of its files come along. */
  taken: ReadonlySet<string>;
  onTake: (taken: ReadonlySet<string>) => void;
  /** Absent while there is a text that would be overwritten. */
  onText: ((text: string) => void) | undefined;
}

/** A new version often differs in one place: the rest of the last one can be taken along. */
export function EarlierFiles({ submission, taken, onTake, onText }: EarlierFilesProps) {
  const { t } = useTranslation('tasks');
  const { size } = useFormats();
  const { files, text } = submission;
  return (
    <>
      {files.length === 0 ? null : (
        <Fieldset legend={t('earlier.files')}>
          <div className="flex flex-col gap-2">
            {files.map((file) => (
              <Checkbox
                key={file.id}
                label={file.name}
                note={size(file.size)}
                checked={taken.has(file.id)}
                onChange={(event) => {
                  const next = new Set(taken);
                  if (event.target.checked) next.add(file.id);
                  else next.delete(file.id);
                  onTake(next);
                }}
              />
            ))}
          </div>
        </Fieldset>
      )}
      {onText === undefined || text === null || text.trim() === '' ? null : (
        <p>
          <Button size="small" onClick={() => onText(text)}>
            {t('earlier.text')}
          </Button>
        </p>
      )}
    </>
  );
}
