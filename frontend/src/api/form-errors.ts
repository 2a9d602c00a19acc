import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';

import { errorText } from '~/api/error-text';
import { isApiError } from '~/api/problem';

/**
 * Puts a refusal where it belongs: field problems on their fields, the rest above the form.
 * Nothing that was typed is lost.
 */
export function showProblem<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  error: unknown,
  fields: readonly Path<Values>[],
): void {
  const problems = isApiError(error) ? (error.problem.errors ?? []) : [];
  const unplaced: string[] = [];
  let focused = false;
  for (const problem of problems) {
    const field = fields.find((name) => name === problem.field.replace(/^\//, ''));
    if (field === undefined) unplaced.push(problem.message);
    else {
      form.setError(
        field,
        { type: problem.code, message: problem.message },
        { shouldFocus: !focused },
      );
      focused = true;
    }
  }
  if (problems.length === 0) unplaced.push(errorText(error));
  if (unplaced.length > 0) form.setError('root', { type: 'server', message: unplaced.join(' ') });
}
