import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

import { IconButton } from '~/ui/button';

interface ToastMessage {
  id: number;
  tone: 'good' | 'bad';
  text: string;
}

const stayMilliseconds = 7000;
const listeners = new Set<() => void>();
let messages: readonly ToastMessage[] = [];
let lastId = 0;

function publish(next: readonly ToastMessage[]): void {
  messages = next;
  for (const listener of listeners) listener();
}

/** For results that appear away from where the person acted; everything else is said in place. */
export function toast(tone: ToastMessage['tone'], text: string): void {
  lastId += 1;
  publish([...messages.slice(-2), { id: lastId, tone, text }]);
}

function dismiss(id: number): void {
  publish(messages.filter((message) => message.id !== id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toaster() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(subscribe, () => messages);
  return (
    <section
      aria-label={t('notifications')}
      aria-live="polite"
      className="pointer-events-none fixed right-3 bottom-3 z-50 flex w-[min(24rem,calc(100vw-1.5rem))] flex-col gap-2 print:hidden"
    >
      {shown.map((message) => (
        <Toast key={message.id} message={message} />
      ))}
    </section>
  );
}

function Toast({ message }: { message: ToastMessage }) {
  const { t } = useTranslation();
  const { id, tone, text } = message;
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), stayMilliseconds);
    return () => clearTimeout(timer);
  }, [id]);
  const Icon = tone === 'good' ? CircleCheck : CircleAlert;
  return (
    <div className="pointer-events-auto flex items-start gap-2.5 rounded-control border border-line bg-surface p-3 text-sm shadow-raised">
      <Icon
        aria-hidden
        className={clsx('mt-0.5 size-4 shrink-0', tone === 'good' ? 'text-good' : 'text-bad')}
      />
      <p className="min-w-0 flex-1">{text}</p>
      <IconButton
        label={t('close')}
        size="iconSmall"
        className="-my-1.5 -mr-1.5"
        onClick={() => dismiss(id)}
      >
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
