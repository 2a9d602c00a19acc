import { useEffect, useRef } from 'react';

import { isTyping } from '~/lib/keyboard';

interface GradingKeys {
  /** Whether somebody is typing, and wants to go on typing. */
  previous: (typing: boolean) => void;
  next: (typing: boolean) => void;
  saveAndNext: () => void;
}

/** `J` and `K`, or Alt with the arrows while typing, go through the list; Ctrl+Enter saves and goes on. */
export function useGradingKeys(keys: GradingKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isInDialog(event.target)) return;
      const act = actOf(event);
      if (act === null) return;
      event.preventDefault();
      latest.current[act](isTyping(event.target));
    };
    globalThis.addEventListener('keydown', press);
    return () => globalThis.removeEventListener('keydown', press);
  }, []);
}

function actOf(event: KeyboardEvent): keyof GradingKeys | null {
  const { key, altKey, ctrlKey, metaKey, target } = event;
  const command = ctrlKey || metaKey;
  if (command && key === 'Enter') return 'saveAndNext';
  if (altKey && !command && key === 'ArrowDown') return 'next';
  if (altKey && !command && key === 'ArrowUp') return 'previous';
  if (altKey || command || isTyping(target)) return null;
  if (key === 'j' || key === 'J') return 'next';
  return key === 'k' || key === 'K' ? 'previous' : null;
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog], [role=alertdialog]') !== null;
}
