import { clsx } from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

interface ChoiceProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: ReactNode;
  note?: ReactNode;
}

const boxStyle = 'mt-0.5 size-4 shrink-0 accent-accent';

function Choice({ label, note, kind, className, ...rest }: ChoiceProps & { kind: string }) {
  const id = useId();
  return (
    <span className={clsx('flex items-start gap-2', className)}>
      <input
        id={id}
        type={kind}
        className={boxStyle}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        {...rest}
      />
      <span className="min-w-0">
        <label htmlFor={id}>{label}</label>
        {note === undefined ? null : (
          <span id={`${id}-note`} className="block text-xs text-muted">
            {note}
          </span>
        )}
      </span>
    </span>
  );
}

export function Checkbox(props: ChoiceProps) {
  return <Choice kind="checkbox" {...props} />;
}

export function Radio(props: ChoiceProps) {
  return <Choice kind="radio" {...props} />;
}

interface RowCheckboxProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string;
  /** Some, but not all, of what it stands for is chosen. */
  mixed?: boolean;
}

/** A checkbox whose label is not on screen: it selects a row. */
export function RowCheckbox({ label, mixed = false, className, ...rest }: RowCheckboxProps) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      className={clsx('size-4 shrink-0 accent-accent', className)}
      ref={(box) => {
        if (box !== null) box.indeterminate = mixed;
      }}
      {...rest}
    />
  );
}
