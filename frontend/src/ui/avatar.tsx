import { clsx } from 'clsx';

interface AvatarProps {
  firstName: string;
  lastName: string;
  className?: string;
}

/** Initials; the name itself always stands beside it, so it is hidden from assistive technology. */
export function Avatar({ firstName, lastName, className }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={clsx(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent-soft-ink',
        className,
      )}
    >
      {initial(firstName)}
      {initial(lastName)}
    </span>
  );
}

function initial(name: string): string {
  return name.trim().charAt(0).toUpperCase();
}
