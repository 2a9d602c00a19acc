import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';

import { showProblem } from '~/api/form-errors';
import { useSubmissionKeys } from '~/api/use-submission-keys';
import { toast } from '~/ui/toast';

interface SaveNotice<Saved> {
  send: (key: string) => Promise<Saved>;
  /** What no longer holds once it is saved. */
  stale: readonly (readonly string[])[];
  said: string;
  onSaved: (saved: Saved) => void;
}

/** Saves a form that is a page, and leaves it without asking whether that may be. */
export function useSaveNotice<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  fields: readonly Path<Values>[],
) {
  const queries = useQueryClient();
  const keys = useSubmissionKeys();
  const [done, setDone] = useState(false);
  const save = async <Saved>(body: object, { send, stale, said, onSaved }: SaveNotice<Saved>) => {
    try {
      const saved = await keys.submit(body, send);
      setDone(true);
      await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
      toast('good', said);
      onSaved(saved);
    } catch (error) {
      showProblem(form, error, fields);
    }
  };
  return { save, done };
}
