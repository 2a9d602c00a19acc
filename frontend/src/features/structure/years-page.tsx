import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { useCan } from '~/api/session-hooks';
import { deleteSchoolYear, deleteTerm, schoolYearsQuery } from '~/api/structure';
import { DeleteDialog } from '~/features/structure/delete-dialog';
import { type YearDialogRequest, YearPanel } from '~/features/structure/year-panel';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';

const YearDialog = lazy(async () => ({
  default: (await import('~/features/structure/year-dialog')).YearDialog,
}));
const TermDialog = lazy(async () => ({
  default: (await import('~/features/structure/term-dialog')).TermDialog,
}));

export function YearsPage() {
  const { t } = useTranslation(['structure', 'common']);
  const manages = useCan('manage_catalog');
  const [dialog, setDialog] = useState<YearDialogRequest | null>(null);
  const query = useQuery(schoolYearsQuery());
  const years = query.data?.items;
  return (
    <>
      <PageHeader
        title={t('years.title')}
        note={t('years.note')}
        actions={
          manages ? (
            <Button look="primary" onClick={() => setDialog({ kind: 'newYear' })}>
              <Plus aria-hidden />
              {t('years.new')}
            </Button>
          ) : undefined
        }
      />
      {years === undefined ? (
        <Card className="p-4">
          {query.isError ? (
            <ErrorState
              title={t('common:listFailed')}
              detail={errorText(query.error)}
              onRetry={() => void query.refetch()}
            />
          ) : (
            <SkeletonLines lines={6} />
          )}
        </Card>
      ) : null}
      {years?.length === 0 ? (
        <Card>
          <Empty title={t('years.emptyTitle')}>{t('years.emptyDetail')}</Empty>
        </Card>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {years?.map((year) => (
          <YearPanel key={year.id} year={year} onOpen={manages ? setDialog : undefined} />
        ))}
      </div>
      <Suspense fallback={null}>
        {dialog === null ? null : <YearDialogs request={dialog} onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}

interface YearDialogsProps {
  request: YearDialogRequest;
  onClose: () => void;
}

function YearDialogs({ request, onClose }: YearDialogsProps) {
  switch (request.kind) {
    case 'newYear':
      return <YearDialog onClose={onClose} />;
    case 'editYear':
      return <YearDialog year={request.year} onClose={onClose} />;
    case 'deleteYear':
      return (
        <DeleteDialog
          name={request.year.name}
          remove={() => deleteSchoolYear(request.year)}
          onClose={onClose}
        />
      );
    case 'newTerm':
      return <TermDialog year={request.year} onClose={onClose} />;
    case 'editTerm':
      return <TermDialog year={request.year} term={request.term} onClose={onClose} />;
    case 'deleteTerm':
      return (
        <DeleteDialog
          name={request.term.name}
          remove={() => deleteTerm(request.term)}
          onClose={onClose}
        />
      );
  }
}
