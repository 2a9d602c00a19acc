import { clsx } from 'clsx';

/** The place of something that is on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('block animate-pulse rounded bg-hover', className)} />;
}

/** Several lines of a list that is on its way. */
export function SkeletonLines({ lines = 4 }: { lines?: number }) {
  return (
    <div aria-hidden className="flex flex-col gap-3">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className={line % 2 === 0 ? 'h-4 w-full' : 'h-4 w-3/4'} />
      ))}
    </div>
  );
}
