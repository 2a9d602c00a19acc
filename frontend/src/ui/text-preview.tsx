import { useTranslation } from 'react-i18next';

import { Panel } from '~/ui/card';
import { RichText } from '~/ui/rich-text';
import { SkeletonLines } from '~/ui/skeleton';

interface TextPreviewProps {
  title: string;
  /** Nothing has been written yet. */
  empty: boolean;
  /** Absent while the server is asked. */
  html: string | undefined;
  error: string | undefined;
}

/** How readers will see what is being written. */
export function TextPreview({ title, empty, html, error }: TextPreviewProps) {
  const { t } = useTranslation();
  return (
    <Panel title={t('preview')} note={t('previewNote')} className="lg:sticky lg:top-17">
      {title.trim() === '' ? null : (
        <p className="mb-2 text-base font-semibold break-words">{title}</p>
      )}
      {empty ? (
        <p className="text-muted">{t('previewEmpty')}</p>
      ) : html !== undefined ? (
        <RichText html={html} />
      ) : error === undefined ? (
        <SkeletonLines lines={4} />
      ) : (
        <p className="text-bad">{error}</p>
      )}
    </Panel>
  );
}
