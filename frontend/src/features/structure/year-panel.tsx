import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { termsQuery } from '~/api/structure';
import type { SchoolYear, Term } from '~/api/types';
import { RecordActions } from '~/features/structure/record-actions';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Button } from '~/ui/button';
import { Panel } from '~/ui/card';
import { ErrorState } from '~/ui/error-state';
import { SkeletonLines } from '~/ui/skeleton';

export type YearDialogRequest =
  | { kind: 'newYear' }
  | { kind: 'editYear' | 'deleteYear' | 'newTerm'; year: SchoolYear }
  | { kind: 'editTerm' | 'deleteTerm'; year: SchoolYear; term: Term };

interface YearPanelProps {
  year: SchoolYear;
  /** Absent for those who only read. */
  onOpen: ((request: YearDialogRequest) => void) | undefined;
}

/** A school year with its terms. */
export function YearPanel({ year, onOpen }: YearPanelProps) {
  const { t } = useTranslation('structure');
  const { date } = useFormats();
  return (
    <Panel
      flush
      title={
        <span className="flex items-center gap-2">
          {year.name}
          {year.current ? <Badge tone="accent">{t('years.current')}</Badge> : null}
        </span>
      }
      note={t('years.span', { from: date(year.starts_on), to: date(year.ends_on) })}
      actions={
        onOpen === undefined ? undefined : (
          <>
            <Button size="small" onClick={() => onOpen({ kind: 'newTerm', year })}>
              <Plus aria-hidden />
              {t('years.newTerm')}
            </Button>
            <RecordActions
              name={year.name}
              onEdit={() => onOpen({ kind: 'editYear', year })}
              onDelete={() => onOpen({ kind: 'deleteYear', year })}
            />
          </>
        )
      }
    >
      <Terms year={year} onOpen={onOpen} />
    </Panel>
  );
}

function Terms({ year, onOpen }: YearPanelProps) {
  const { t } = useTranslation(['structure', 'common']);
  const { date } = useFormats();
  const query = useQuery(termsQuery(year.id));
  if (query.data === undefined)
    return query.isError ? (
      <ErrorState
        title={t('common:listFailed')}
        detail={errorText(query.error)}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <div className="p-4">
        <SkeletonLines lines={3} />
      </div>
    );
  if (query.data.items.length === 0)
    return <p className="px-4 py-6 text-center text-muted">{t('years.noTerms')}</p>;
  return (
    <ul aria-label={t('years.terms')} className="divide-y divide-line">
      {query.data.items.map((term) => (
        <li key={term.id} className="flex items-center gap-3 px-4 py-2">
          <div className="min-w-0 flex-1">
            <p className="font-medium">{term.name}</p>
            <p className="numeric text-[0.8125rem] text-muted">
              {t('years.span', { from: date(term.starts_on), to: date(term.ends_on) })}
            </p>
          </div>
          {onOpen === undefined ? null : (
            <RecordActions
              name={term.name}
              onEdit={() => onOpen({ kind: 'editTerm', year, term })}
              onDelete={() => onOpen({ kind: 'deleteTerm', year, term })}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
