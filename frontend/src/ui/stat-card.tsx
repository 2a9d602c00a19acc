import type { ReactNode } from 'react';

import { Card } from '~/ui/card';
import { Skeleton } from '~/ui/skeleton';

interface StatCardProps {
  label: ReactNode;
  /** Absent while it is being asked for. */
  value: ReactNode;
  note?: ReactNode;
  icon?: ReactNode;
}

/** One number that matters. Wrap the value in a link to the list behind it. */
export function StatCard({ label, value, note, icon }: StatCardProps) {
  return (
    <Card className="flex min-w-0 flex-col gap-1 px-4 py-3">
      <div className="flex items-center justify-between gap-2 text-[0.8125rem] text-muted [&_svg]:size-4 [&_svg]:shrink-0">
        <span className="min-w-0">{label}</span>
        {icon}
      </div>
      <div className="numeric text-2xl leading-8 font-semibold">
        {value ?? <Skeleton className="h-8 w-16" />}
      </div>
      {note === undefined ? null : <div className="text-xs text-muted">{note}</div>}
    </Card>
  );
}
