import { clsx } from 'clsx';
import { type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

import { popupStyle } from '~/ui/popup-style';

export interface PopoverTrigger {
  'aria-expanded': boolean;
  'aria-controls': string;
  onClick: (event: MouseEvent<HTMLElement>) => void;
}

const below = 'top-full right-0 min-w-52';

interface PopoverProps {
  /** Draws the button with the attributes that it is given. */
  trigger: (attributes: PopoverTrigger) => ReactNode;
  label: string;
  /** Below the button; or, for a few entries beside something that scrolls, towards the middle of the window. */
  place?: 'below' | 'inward';
  className?: string;
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** A few controls behind a button: a disclosure, so it needs no focus trap and hardly any script. */
export function Popover({ trigger, label, place = 'below', className, children }: PopoverProps) {
  const id = useId();
  const [opened, setOpened] = useState<{ by: HTMLElement; corner: string } | null>(null);
  const open = opened !== null;
  const root = useRef<HTMLDivElement>(null);

  const toggle = ({ currentTarget: by }: MouseEvent<HTMLElement>) =>
    setOpened(open ? null : { by, corner: place === 'inward' ? inward(by) : below });
  const close = () => {
    setOpened(null);
    // What had the focus goes away; a dialog that is opened from here gives it back to the button.
    opened?.by.focus();
  };

  useEffect(() => {
    if (!open) return undefined;
    const leave = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpened(null);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [open]);

  return (
    <div
      ref={root}
      role="presentation"
      className="relative"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.stopPropagation();
          close();
        }
      }}
    >
      {trigger({ 'aria-expanded': open, 'aria-controls': id, onClick: toggle })}
      {open ? (
        <div
          id={id}
          role="group"
          aria-label={label}
          className={clsx(
            popupStyle,
            opened.corner,
            'absolute z-20 my-1 max-h-[calc(100dvh-5rem)] max-w-[calc(100vw-1.5rem)] overflow-y-auto p-3',
            className,
          )}
        >
          {typeof children === 'function' ? children(close) : children}
        </div>
      ) : null}
    </div>
  );
}

/** The corner of a button from which there is the most room. */
function inward(button: HTMLElement): string {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  return clsx(
    'min-w-32',
    top + bottom > globalThis.innerHeight ? 'bottom-full' : 'top-full',
    left + right > globalThis.innerWidth ? 'right-0' : 'left-0',
  );
}
