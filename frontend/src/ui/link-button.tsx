import { createLink } from '@tanstack/react-router';
import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

import { type ButtonLook, buttonStyle } from '~/ui/button-style';

interface AnchorProps extends ComponentProps<'a'>, ButtonLook {}

function ButtonAnchor({ look, size, className, children, ...rest }: AnchorProps) {
  return (
    <a className={clsx(buttonStyle({ look, size }), className)} {...rest}>
      {children}
    </a>
  );
}

/** A link that looks like a button, with the router's typed address. */
export const LinkButton = createLink(ButtonAnchor);

function PlainAnchor({ className, children, ...rest }: ComponentProps<'a'>) {
  return (
    <a
      className={clsx(
        'rounded-sm font-medium text-accent underline-offset-2 hover:underline',
        className,
      )}
      {...rest}
    >
      {children}
    </a>
  );
}

/** A link inside text or a table. */
export const TextLink = createLink(PlainAnchor);
