import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormats } from '~/i18n/format';
import { IconButton } from '~/ui/button';
import { Select } from '~/ui/input';

interface PaginationProps {
  total: number;
  /** The server stopped counting: there are at least `total`. */
  capped?: boolean;
  limit: number;
  offset: number;
  onChange: (page: { limit: number; offset: number }) => void;
}

const sizes = [20, 50, 100];

export function Pagination({ total, capped = false, limit, offset, onChange }: PaginationProps) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const last = Math.min(offset + limit, total);
  const shown = total === 0 ? 0 : offset + 1;
  return (
    <nav
      aria-label={t('pages')}
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-3 py-2 text-[0.8125rem] text-muted print:hidden"
    >
      <p className="numeric" aria-live="polite">
        {t(capped ? 'rangeCapped' : 'range', {
          from: number(shown),
          to: number(last),
          total: number(total),
        })}
      </p>
      <div className="flex items-center gap-2">
        <Select
          aria-label={t('rowsPerPage')}
          className="w-18"
          value={limit}
          onChange={(event) => onChange({ limit: Number(event.target.value), offset: 0 })}
        >
          {sizes.map((size) => (
            <option key={size} value={size}>
              {size}
            </option>
          ))}
        </Select>
        <IconButton
          label={t('previousPage')}
          size="iconSmall"
          disabled={offset === 0}
          onClick={() => onChange({ limit, offset: Math.max(0, offset - limit) })}
        >
          <ChevronLeft aria-hidden />
        </IconButton>
        <IconButton
          label={t('nextPage')}
          size="iconSmall"
          disabled={last >= total && !capped}
          onClick={() => onChange({ limit, offset: offset + limit })}
        >
          <ChevronRight aria-hidden />
        </IconButton>
      </div>
    </nav>
  );
}
