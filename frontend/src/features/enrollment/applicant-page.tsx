import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { progressQuery } from '~/api/enrollment';
import { useCan } from '~/api/session-hooks';
import type { Progress } from '~/api/types';
import { ProgressTimeline } from '~/features/enrollment/progress-timeline';
import { StatusBadge } from '~/features/enrollment/status-badge';
import { Waiting } from '~/features/enrollment/waiting';
import { useFormats } from '~/i18n/format';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { Button } from '~/ui/button';
import { Card, Panel } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { LinkButton, TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';

const MoveDialog = lazy(async () => ({
  default: (await import('~/features/enrollment/move-dialog')).MoveDialog,
}));

interface ApplicantPageProps {
  studentId: string;
  schoolYearId: string | undefined;
}

export function ApplicantPage({ studentId, schoolYearId }: ApplicantPageProps) {
  const { t } = useTranslation('enrollment');
  const manages = useCan('manage_enrollment');
  const [moving, setMoving] = useState(false);
  // A refusal is shown by the route: 404 and 403 are pages of their own.
  const { data: progress } = useQuery({
    ...progressQuery(studentId, schoolYearId),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const crumbs = (
    <Breadcrumbs>
      <TextLink to="/enrollment">{t('title')}</TextLink>
    </Breadcrumbs>
  );
  if (progress === undefined)
    return (
      <>
        <PageHeader title={t('detail.facts')} above={crumbs} />
        <Card className="p-4">
          <SkeletonLines lines={8} />
        </Card>
      </>
    );
  return (
    <>
      <PageHeader
        title={progress.student_name}
        above={crumbs}
        note={<StatusBadge status={progress.status} />}
        actions={
          <>
            <LinkButton to="/people/$userId" params={{ userId: studentId }}>
              {t('detail.account')}
            </LinkButton>
            {manages && progress.allowed_next.length > 0 ? (
              <Button look="primary" onClick={() => setMoving(true)}>
                {t('move.action')}
              </Button>
            ) : null}
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('detail.facts')}>
            <ApplicationFacts progress={progress} />
          </Panel>
          <Panel title={t('detail.history')} flush>
            <History progress={progress} />
          </Panel>
        </div>
        <Panel title={t('detail.progress')} note={t(`next.${progress.status}`)}>
          <ProgressTimeline progress={progress} />
        </Panel>
      </div>
      <Suspense fallback={null}>
        {moving ? <MoveDialog progress={progress} onClose={() => setMoving(false)} /> : null}
      </Suspense>
    </>
  );
}

function ApplicationFacts({ progress }: { progress: Progress }) {
  const { t } = useTranslation('enrollment');
  const { moment } = useFormats();
  const section: ReactNode =
    progress.section_id === null ? (
      t('detail.none')
    ) : (
      <TextLink to="/sections/$sectionId" params={{ sectionId: progress.section_id }}>
        {progress.section_name}
      </TextLink>
    );
  return (
    <Facts
      facts={[
        { label: t('gradeLevel'), value: progress.grade_level },
        { label: t('detail.submitted'), value: moment(progress.submitted_at) },
        {
          label: t('detail.changed'),
          value: (
            <>
              {moment(progress.changed_at)}{' '}
              <span className="text-muted">
                {t('detail.by', { name: progress.changed_by_name ?? t('detail.system') })}
              </span>
            </>
          ),
        },
        { label: t('columns.waiting'), value: <Waiting progress={progress} /> },
        { label: t('detail.waiting'), value: t(`who.${progress.status}`) },
        { label: t('columns.section'), value: section },
      ]}
    />
  );
}

function History({ progress }: { progress: Progress }) {
  const { t } = useTranslation(['enrollment', 'common']);
  const { moment } = useFormats();
  const steps = progress.history ?? [];
  return (
    <ol className="divide-y divide-line">
      {steps.toReversed().map((step) => (
        <li key={step.changed_at + step.to} className="px-4 py-2.5">
          <p className="flex flex-wrap items-center gap-1.5">
            {step.from === null ? null : (
              <>
                <StatusBadge status={step.from} />
                <span aria-hidden>→</span>
              </>
            )}
            <StatusBadge status={step.to} />
          </p>
          {step.remarks === null ? null : <p className="mt-1">{step.remarks}</p>}
          <p className="mt-0.5 text-[0.8125rem] text-muted">
            {t('detail.changeLine', {
              moment: moment(step.changed_at),
              name: step.changed_by_name ?? t('detail.system'),
            })}
          </p>
        </li>
      ))}
    </ol>
  );
}
