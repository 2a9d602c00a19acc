import { useQuery } from '@tanstack/react-query';
import { BookOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { familyProgressQuery } from '~/api/enrollment';
import { errorText } from '~/api/error-text';
import { newestModulesQuery } from '~/api/modules';
import type { Child, Module } from '~/api/types';
import { useIsNews } from '~/features/modules/use-is-news';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { FileIcon } from '~/ui/file-icon';
import { LinkButton, TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

interface NewModulesPanelProps {
  /** The section of whose modules is told; none for all that the person may see. */
  sectionId?: string | undefined;
  /** The child of whom the page is about. */
  childId?: string | undefined;
}

/** The newest modules, on a home. */
export function NewModulesPanel({ sectionId, childId }: NewModulesPanelProps) {
  const { t } = useTranslation(['modules', 'common']);
  const query = useQuery(newestModulesQuery(sectionId));
  return (
    <Panel
      flush
      title={t('newest')}
      actions={
        <LinkButton
          to="/modules"
          search={childId === undefined ? {} : { child: childId }}
          size="small"
        >
          {t('all')}
        </LinkButton>
      }
    >
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState
            title={t('common:partFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="p-4">
            <SkeletonLines lines={4} />
          </div>
        )
      ) : query.data.items.length === 0 ? (
        <Empty title={t('none')} icon={<BookOpen aria-hidden />} />
      ) : (
        <ul className="divide-y divide-line">
          {query.data.items.map((module) => (
            <Line key={module.id} module={module} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The newest modules of the section of a child, or of all children while the section is not known. */
export function ChildModulesPanel({ child }: { child: Child }) {
  const { data: progress } = useQuery(familyProgressQuery(child.id));
  if (progress === undefined) return null;
  return <NewModulesPanel sectionId={progress?.section_id ?? undefined} childId={child.id} />;
}

function Line({ module }: { module: Module }) {
  const { t } = useTranslation('modules');
  const { ago } = useFormats();
  const news = useIsNews()(module);
  return (
    <li className="flex items-start gap-3 px-4 py-2">
      <FileIcon mediaType={module.file.media_type} className="mt-0.5" />
      <span className="min-w-0 flex-1">
        <TextLink
          to="/modules/$moduleId"
          params={{ moduleId: module.id }}
          preload={false}
          className="line-clamp-2 break-words"
        >
          {module.title}
        </TextLink>
        <span className="block text-[0.8125rem] text-muted">
          {module.teacher_name} · {ago(module.uploaded_at)}
        </span>
      </span>
      {news ? <Badge tone="accent">{t('new')}</Badge> : null}
    </li>
  );
}
