import { useEffect, useRef, useState } from 'react';

import { SearchInput } from '~/ui/input';

interface SearchFieldProps {
  label: string;
  /** What the list is searched for now. */
  value: string;
  onChange: (value: string) => void;
  className?: string;
}

const restMilliseconds = 300;

/** Searches once the typing rests, so that not every letter asks the server. */
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
    <SearchInput
      label={label}
      className={className}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
