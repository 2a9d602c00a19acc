import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

import { type ButtonLook, buttonStyle } from '~/ui/button-style';
import { Spinner } from '~/ui/spinner';

interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  /** The action is under way: the button keeps its place and takes no second press. */
  busy?: boolean;
}

export function Button({
  look,
  size,
  busy = false,
  type = 'button',
  className,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      // oxlint-disable-next-line react/button-has-type -- the type is a closed union with a default
      type={type}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      className={clsx(buttonStyle({ look, size }), className)}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    >
      {busy ? <Spinner /> : null}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** What the button does, for those who do not see the icon. */
  label: string;
  children: ReactNode;
}

export function IconButton({ label, look = 'quiet', size = 'icon', ...rest }: IconButtonProps) {
  return <Button aria-label={label} title={label} look={look} size={size} {...rest} />;
}
