import { useEffect } from 'react';

/** Whether typing goes into a field just now, so that single keys are text and no commands. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

interface Shortcuts {
  palette: () => void;
  search: () => void;
  help: () => void;
}

/** Ctrl or Cmd+K, `/` and `?`, anywhere on the page. */
export function useShortcuts({ palette, search, help }: Shortcuts): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        palette();
      } else if (!command && !event.altKey && !isTyping(event.target)) {
        if (event.key === '/') {
          event.preventDefault();
          search();
        } else if (event.key === '?') help();
      }
    };
    globalThis.addEventListener('keydown', press);
    return () => globalThis.removeEventListener('keydown', press);
  }, [palette, search, help]);
}

/** Puts the cursor into the page's search field; false when the page has none. */
export function focusSearchField(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-search-field]');
  field?.focus();
  field?.select();
  return field !== null;
}
