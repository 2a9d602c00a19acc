import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { bodyPreviewQuery } from '~/api/notices';
import { NoticeBody } from '~/features/notices/notice-body';
import { useDebounced } from '~/lib/use-debounced';
import { Panel } from '~/ui/card';
import { SkeletonLines } from '~/ui/skeleton';

interface BodyPreviewProps {
  title: string;
  body: string;
}

/** How readers will see what is being written. */
export function BodyPreview({ title, body }: BodyPreviewProps) {
  const { t } = useTranslation('notices');
  const settled = useDebounced(body.trim(), 350);
  const empty = settled === '';
  const { data, error } = useQuery({ ...bodyPreviewQuery(settled), enabled: !empty });
  return (
    <Panel title={t('preview')} note={t('previewNote')} className="lg:sticky lg:top-17">
      {title.trim() === '' ? null : (
        <p className="mb-2 text-base font-semibold break-words">{title}</p>
      )}
      {empty ? (
        <p className="text-muted">{t('previewEmpty')}</p>
      ) : data?.body_html === undefined || data.body_html === null ? (
        error === null ? (
          <SkeletonLines lines={4} />
        ) : (
          <p className="text-bad">{errorText(error)}</p>
        )
      ) : (
        <NoticeBody html={data.body_html} />
      )}
    </Panel>
  );
}
