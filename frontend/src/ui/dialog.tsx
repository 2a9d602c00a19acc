import { Dialog as Base } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { buttonStyle } from '~/ui/button-style';
import { firstFocus } from '~/ui/first-focus';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /**
   * In the middle of the page, or over nearly all of it, or a sheet at an edge: right for longer forms,
   * left for navigation.
   */
  place?: 'middle' | 'whole' | 'right' | 'left';
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

const backdropStyle =
  'fixed inset-0 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';

const popupStyle = {
  middle:
    'top-1/2 left-1/2 max-h-[min(44rem,calc(100dvh-1.5rem))] w-[min(30rem,calc(100vw-1.5rem))] -translate-x-1/2 -translate-y-1/2 rounded-card data-ending-style:opacity-0 data-starting-style:opacity-0',
  whole:
    'inset-1.5 rounded-card sm:inset-x-[max(2rem,calc(50vw-36rem))] sm:inset-y-6 data-ending-style:opacity-0 data-starting-style:opacity-0',
  left: 'inset-y-0 left-0 w-[min(18rem,88vw)] data-ending-style:-translate-x-6 data-ending-style:opacity-0 data-starting-style:-translate-x-6 data-starting-style:opacity-0',
  right:
    'inset-y-0 right-0 w-[min(32rem,100vw)] data-ending-style:translate-x-6 data-ending-style:opacity-0 data-starting-style:translate-x-6 data-starting-style:opacity-0',
};

/** A task beside the page. Focus stays inside, Escape closes, and focus returns to where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  place = 'middle',
  actions,
  children,
}: DialogProps) {
  const { t } = useTranslation();
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup
          ref={popup}
          initialFocus={() => firstFocus(popup.current)}
          className={clsx(
            'fixed flex flex-col border border-line bg-surface text-ink shadow-raised outline-none transition-[opacity,translate] duration-150',
            popupStyle[place],
          )}
        >
          <header className="flex items-start justify-between gap-3 border-b border-line px-4 py-3">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-base font-semibold">{title}</Base.Title>
              {description === undefined ? null : (
                <Base.Description className="text-[0.8125rem] text-muted">
                  {description}
                </Base.Description>
              )}
            </div>
            {actions}
            <Base.Close
              aria-label={t('close')}
              title={t('close')}
              className={clsx(buttonStyle({ look: 'quiet', size: 'iconSmall' }), '-mr-1.5')}
            >
              <X aria-hidden />
            </Base.Close>
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The scrolling part of a dialog. */
export function DialogBody({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div className={clsx('min-h-0 flex-1 overflow-y-auto overscroll-contain p-4', className)}>
      {children}
    </div>
  );
}

/** The buttons of a dialog, the one that does it at the right. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3">
      {children}
    </footer>
  );
}
