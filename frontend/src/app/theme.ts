import { useSyncExternalStore } from 'react';

import { recall, remember } from '~/lib/storage';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'homeroom.theme';
const prefersDark = globalThis.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let chosen: Theme = themes.find((theme) => theme === recall(key)) ?? 'system';

function apply(): void {
  const dark = chosen === 'dark' || (chosen === 'system' && prefersDark.matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

prefersDark.addEventListener('change', apply);

export function changeTheme(theme: Theme): void {
  chosen = theme;
  remember(key, theme === 'system' ? null : theme);
  apply();
  for (const listener of listeners) listener();
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => chosen,
  );
}
