import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Route } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { familyProgressQuery, ownProgressQuery } from '~/api/enrollment';
import { errorText } from '~/api/error-text';
import { useMe } from '~/api/session-hooks';
import type { Progress } from '~/api/types';
import { ProgressTimeline } from '~/features/enrollment/progress-timeline';
import { isOpen } from '~/features/enrollment/stages';
import { useFormats } from '~/i18n/format';
import { Alert } from '~/ui/alert';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { SkeletonLines } from '~/ui/skeleton';

/** The student's own application. It changes on screen as the registrar moves it. */
export function OwnEnrollment() {
  const { t } = useTranslation('enrollment');
  const me = useMe();
  return <EnrollmentPanel title={t('own.title')} query={useQuery(ownProgressQuery(me))} />;
}

interface ChildEnrollmentProps {
  child: { id: string; first_name: string; last_name: string };
}

export function ChildEnrollment({ child }: ChildEnrollmentProps) {
  const { t } = useTranslation('enrollment');
  const query = useQuery(familyProgressQuery(child.id));
  const name = `${child.first_name} ${child.last_name}`;
  return <EnrollmentPanel title={t('own.childTitle', { name })} query={query} />;
}

interface EnrollmentPanelProps {
  title: ReactNode;
  query: UseQueryResult<Progress | null>;
}

function EnrollmentPanel({ title, query }: EnrollmentPanelProps) {
  const { t } = useTranslation(['enrollment', 'common']);
  const { day } = useFormats();
  const progress = query.data;
  if (progress === undefined)
    return (
      <Panel title={title}>
        {query.isError ? (
          <ErrorState
            title={t('common:partFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <SkeletonLines lines={6} />
        )}
      </Panel>
    );
  if (progress === null)
    return (
      <Panel title={title}>
        <Empty title={t('own.none')} icon={<Route aria-hidden />}>
          {t('own.noneDetail')}
        </Empty>
      </Panel>
    );
  return (
    <Panel title={title} note={progress.grade_level}>
      <div className="flex flex-col gap-4">
        <div aria-live="polite">
          <h3 className="text-lg font-semibold">{t(`common:statuses.${progress.status}`)}</h3>
          <p className="text-muted">
            {t('own.since', { day: day(progress.changed_at) })}
            {progress.section_name === null
              ? null
              : ` · ${t('own.section', { section: progress.section_name })}`}
          </p>
        </div>
        {isOpen(progress.status) ? (
          <Alert tone={progress.status === 'documents_pending' ? 'warn' : 'info'}>
            <span className="font-semibold">{t('own.next')}: </span>
            {t(`next.${progress.status}`)}
          </Alert>
        ) : null}
        <ProgressTimeline progress={progress} />
      </div>
    </Panel>
  );
}
