import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { publicSettingsQuery } from '~/api/settings';
import { submissionQuery } from '~/api/tasks';
import { HandInContent } from '~/features/tasks/hand-in-content';
import { schoolTimeZone, useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';

/** That something was handed in, when, and by which digests its files are known again. */
export function ReceiptPage({ taskId, submissionId }: { taskId: string; submissionId: string }) {
  const { t } = useTranslation('tasks');
  const { moment, number } = useFormats();
  const { data: school } = useQuery(publicSettingsQuery());
  const { data: submission } = useQuery({
    ...submissionQuery(submissionId),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  return (
    <div className="max-w-3xl">
      <p className="hidden print:block">{school?.school_name}</p>
      <PageHeader
        title={
          submission === undefined
            ? t('receipt.title')
            : t('receipt.numbered', { number: submission.receipt_number })
        }
        above={
          <Breadcrumbs>
            <TextLink to="/tasks">{t('title')}</TextLink>
            <TextLink to="/tasks/$taskId" params={{ taskId }} preload={false}>
              {submission?.task_title ?? t('task')}
            </TextLink>
          </Breadcrumbs>
        }
        actions={
          <Button onClick={() => globalThis.print()}>
            <Printer aria-hidden />
            {t('receipt.print')}
          </Button>
        }
      />
      <Card className="p-4 print:border-0 print:p-0 print:shadow-none">
        {submission === undefined ? (
          <SkeletonLines lines={8} />
        ) : (
          <div className="flex flex-col gap-4">
            <Facts
              facts={[
                { label: t('task'), value: submission.task_title },
                { label: t('student'), value: submission.student_name },
                {
                  label: t('receipt.received_at'),
                  value: (
                    <>
                      {moment(submission.submitted_at)}{' '}
                      {submission.late ? <Badge tone="warn">{t('work.late')}</Badge> : null}
                      <span className="block text-xs text-muted">
                        {t('zoneNote', { zone: schoolTimeZone() })}
                      </span>
                    </>
                  ),
                },
                { label: t('receipt.version'), value: number(submission.number) },
              ]}
            />
            <HandInContent submission={submission} withDigest />
            {submission.files.length === 0 ? null : (
              <p className="text-xs text-muted">{t('receipt.about')}</p>
            )}
          </div>
        )}
      </Card>
    </div>
  );
}
