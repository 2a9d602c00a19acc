import { ChevronRight } from 'lucide-react';
import { Children, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The way to this page: links, from the outermost inwards, without the page itself. */
export function Breadcrumbs({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('breadcrumbs')} className="mb-1 text-[0.8125rem] print:hidden">
      <ol className="flex flex-wrap items-center gap-1">
        {Children.map(children, (child, place) => (
          <li className="flex items-center gap-1">
            {place === 0 ? null : <ChevronRight aria-hidden className="size-3.5 text-faint" />}
            {child}
          </li>
        ))}
      </ol>
    </nav>
  );
}
