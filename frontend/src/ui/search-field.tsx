import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { Input } from '~/ui/input';

interface SearchFieldProps {
  label: string;
  /** What the list is searched for now. */
  value: string;
  onChange: (value: string) => void;
  className?: string;
}

const restMilliseconds = 300;

/**
 * The list's search field; the key `/` brings the focus here. It searches once the typing rests,
 * so that not every letter asks the server.
 */
export function SearchField({ label, value, onChange, className }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const latest = useRef(onChange);
  const sent = useRef(value);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    // The address changed by other means, such as the browser's back or a cleared filter.
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text.trim() === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = text.trim();
      latest.current(sent.current);
    }, restMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span className={clsx('relative flex min-w-0', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
      />
      <Input
        type="search"
        data-search-field
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        className="pl-8"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          // The browser empties the field first; from an empty one Escape leads back to the page.
          if (event.key === 'Escape' && text === '') event.currentTarget.blur();
        }}
      />
    </span>
  );
}
