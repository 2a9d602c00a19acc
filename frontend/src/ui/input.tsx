import { clsx } from 'clsx';
import { ChevronDown, Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFieldWiring } from '~/ui/field';

/** The look of every control that holds a value. Sixteen pixels on touch screens: no zoom on focus. */
export const controlStyle =
  'w-full min-w-0 rounded-control border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-faint disabled:bg-sunken disabled:text-muted aria-invalid:border-bad pointer-coarse:text-base';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={clsx(controlStyle, 'h-9', className)} {...useFieldWiring()} {...rest} />;
}

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={clsx(controlStyle, 'py-1.5', className)}
      {...useFieldWiring()}
      {...rest}
    />
  );
}

/** The browser's own list: the right one on every phone, and no script. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={clsx('relative inline-flex w-full min-w-0', className)}>
      <select
        className={clsx(controlStyle, 'h-9 appearance-none truncate pr-8')}
        {...useFieldWiring()}
        {...rest}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}

export function PasswordInput({ className, ...rest }: ComponentProps<'input'>) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const label = t(shown ? 'hidePassword' : 'showPassword');
  return (
    <span className="relative flex">
      <Input type={shown ? 'text' : 'password'} className={clsx('pr-10', className)} {...rest} />
      <button
        type="button"
        aria-label={label}
        title={label}
        aria-pressed={shown}
        className="absolute inset-y-0 right-0 flex w-9 items-center justify-center rounded-control text-muted hover:text-ink [&_svg]:size-4"
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      </button>
    </span>
  );
}
