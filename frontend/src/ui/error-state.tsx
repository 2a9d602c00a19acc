import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '~/ui/button';

interface ErrorStateProps {
  title: ReactNode;
  detail?: ReactNode;
  onRetry?: () => void;
}

/** A part of the page that could not be had, with the way to try again. */
export function ErrorState({ title, detail, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="flex flex-col items-center gap-1.5 px-4 py-8 text-center">
      <TriangleAlert aria-hidden className="size-7 text-bad" />
      <p className="font-medium">{title}</p>
      {detail === undefined ? null : <p className="max-w-md text-muted">{detail}</p>}
      {onRetry === undefined ? null : (
        <Button size="small" className="mt-2" onClick={onRetry}>
          <RotateCw aria-hidden />
          {t('tryAgain')}
        </Button>
      )}
    </div>
  );
}
