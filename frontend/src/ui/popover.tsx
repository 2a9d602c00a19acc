import { clsx } from 'clsx';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

import { popupStyle } from '~/ui/popup-style';

export interface PopoverTrigger {
  'aria-expanded': boolean;
  'aria-controls': string;
  onClick: () => void;
}

interface PopoverProps {
  /** Draws the button with the attributes that it is given. */
  trigger: (attributes: PopoverTrigger) => ReactNode;
  label: string;
  className?: string;
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** A few controls behind a button: a disclosure, so it needs no focus trap and hardly any script. */
export function Popover({ trigger, label, className, children }: PopoverProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return undefined;
    const leave = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
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
          setOpen(false);
          event.currentTarget.querySelector('button')?.focus();
        }
      }}
    >
      {trigger({ 'aria-expanded': open, 'aria-controls': id, onClick: () => setOpen(!open) })}
      {open ? (
        <div
          id={id}
          role="group"
          aria-label={label}
          className={clsx(
            popupStyle,
            'absolute top-full right-0 z-20 mt-1 max-h-[calc(100dvh-5rem)] max-w-[calc(100vw-1.5rem)] min-w-52 overflow-y-auto p-3',
            className,
          )}
        >
          {typeof children === 'function' ? children(() => setOpen(false)) : children}
        </div>
      ) : null}
    </div>
  );
}
