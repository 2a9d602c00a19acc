import { clsx } from 'clsx';
import { createContext, type ReactNode, use, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

interface FieldWiring {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

const FieldContext = createContext<FieldWiring | null>(null);

/** The attributes that tie a control to its field's label, note and error. */
export function useFieldWiring(): {
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  'aria-required'?: boolean;
} {
  const wiring = use(FieldContext);
  if (wiring === null) return {};
  return {
    id: wiring.id,
    'aria-describedby': wiring.describedBy,
    'aria-invalid': wiring.invalid || undefined,
    'aria-required': wiring.required || undefined,
  };
}

interface FieldProps {
  label: ReactNode;
  note?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  optional?: boolean;
  className?: string;
  children: ReactNode;
}

/** Label, control, note and error as one thing. The control inside wires itself. */
export function Field({
  label,
  note,
  error,
  required = false,
  optional = false,
  className,
  children,
}: FieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const noteId = `${id}-note`;
  const errorId = `${id}-error`;
  const invalid = error !== undefined;
  const described = [invalid ? errorId : '', note === undefined ? '' : noteId];
  const describedBy = described.filter(Boolean).join(' ') || undefined;
  const wiring = useMemo(
    () => ({ id, describedBy, invalid, required }),
    [id, describedBy, invalid, required],
  );
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="text-[0.8125rem] font-medium">
        {label}
        {optional ? <span className="ml-1 font-normal text-muted">{t('optional')}</span> : null}
      </label>
      <FieldContext value={wiring}>{children}</FieldContext>
      {note === undefined ? null : (
        <p id={noteId} className="text-xs text-muted">
          {note}
        </p>
      )}
      {invalid ? (
        <p id={errorId} role="alert" className="text-[0.8125rem] font-medium text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}

interface FieldsetProps {
  legend: ReactNode;
  error?: string | undefined;
  children: ReactNode;
}

/** Several choices that answer one question. */
export function Fieldset({ legend, error, children }: FieldsetProps) {
  const id = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={error === undefined ? undefined : id}>
      <legend className="mb-1.5 text-[0.8125rem] font-medium">{legend}</legend>
      {children}
      {error === undefined ? null : (
        <p id={id} role="alert" className="mt-1 text-[0.8125rem] font-medium text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
