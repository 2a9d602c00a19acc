import { useQueryClient } from '@tanstack/react-query';
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';

import { showProblem } from '~/api/form-errors';
import { structureKey } from '~/api/structure';
import { useSubmissionKeys } from '~/api/use-submission-keys';
import { toast } from '~/ui/toast';

/** What the forms of this area have in common: save once, refresh, say so, or show what is wrong. */
export function useSave<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  fields: readonly Path<Values>[],
  onSaved: () => void,
) {
  const queries = useQueryClient();
  const keys = useSubmissionKeys();
  return async (body: object, send: (key: string) => Promise<unknown>, said: string) => {
    try {
      await keys.submit(body, send);
      await queries.invalidateQueries({ queryKey: structureKey });
      toast('good', said);
      onSaved();
    } catch (error) {
      showProblem(form, error, fields);
    }
  };
}
