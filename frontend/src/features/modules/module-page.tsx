import { useQuery } from '@tanstack/react-query';
import { Download, Eye, FileUp, Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { moduleQuery } from '~/api/modules';
import type { Module } from '~/api/types';
import { type ModuleDialog, ModuleDialogs } from '~/features/modules/module-dialogs';
import { OpeningList } from '~/features/modules/openings';
import { useIsNews } from '~/features/modules/use-is-news';
import { fileOf, useModuleViewer } from '~/features/modules/use-module-viewer';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { Button, IconButton } from '~/ui/button';
import { Card, Panel } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';

interface ModulePageProps {
  id: string;
  onRemoved: () => void;
}

/** One module: what it is about, its file, and for its teacher who has opened it. */
export function ModulePage({ id, onRemoved }: ModulePageProps) {
  const { t } = useTranslation('modules');
  const isNews = useIsNews();
  const [dialog, setDialog] = useState<ModuleDialog | null>(null);
  const { data: module } = useQuery({
    ...moduleQuery(id),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  if (module === undefined)
    return (
      <>
        <PageHeader title={t('module')} />
        <Card className="p-4">
          <SkeletonLines lines={6} />
        </Card>
      </>
    );
  const open = (kind: ModuleDialog['kind']) => setDialog({ kind, module });
  return (
    <>
      <PageHeader
        title={module.title}
        note={isNews(module) ? <Badge tone="accent">{t('new')}</Badge> : undefined}
        above={
          <Breadcrumbs>
            <TextLink to="/modules">{t('title')}</TextLink>
          </Breadcrumbs>
        }
        actions={
          module.manageable ? (
            <>
              <Button onClick={() => open('edit')}>
                <Pencil aria-hidden />
                {t('menu.edit')}
              </Button>
              <Button onClick={() => open('replace')}>
                <FileUp aria-hidden />
                {t('menu.replace')}
              </Button>
              <IconButton label={t('menu.remove')} onClick={() => open('remove')}>
                <Trash2 aria-hidden />
              </IconButton>
            </>
          ) : undefined
        }
      />
      <div className="grid items-start gap-4 lg:has-[>*+*]:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Content module={module} />
        {module.manageable ? (
          <Panel flush title={t('openings')}>
            <OpeningList moduleId={module.id} />
          </Panel>
        ) : null}
      </div>
      <ModuleDialogs dialog={dialog} onClose={() => setDialog(null)} onRemoved={onRemoved} />
    </>
  );
}

function Content({ module }: { module: Module }) {
  const { t } = useTranslation(['modules', 'files']);
  const { size, moment } = useFormats();
  const { viewer, preview, download } = useModuleViewer();
  const { file } = module;
  return (
    <Card className="flex min-w-0 flex-col gap-4 p-4">
      {module.description === null ? null : (
        <p className="break-words whitespace-pre-line">{module.description}</p>
      )}
      <div className="flex flex-wrap gap-2">
        {file.previewable ? (
          <FileAction look="primary" act={() => preview(fileOf(module))}>
            <Eye aria-hidden />
            {t('files:preview.open')}
          </FileAction>
        ) : null}
        <FileAction
          look={file.previewable ? 'secondary' : 'primary'}
          act={() => download(fileOf(module))}
        >
          <Download aria-hidden />
          {t('files:download')}
        </FileAction>
      </div>
      <Facts
        facts={[
          { label: t('file'), value: `${file.name}, ${size(file.size)}` },
          {
            label: t('section'),
            value: (
              <TextLink
                to="/sections/$sectionId"
                params={{ sectionId: module.section_id }}
                search={{ tab: 'modules' }}
                preload={false}
              >
                {module.section_name}
              </TextLink>
            ),
          },
          { label: t('teacher'), value: module.teacher_name },
          { label: t('uploadedAt'), value: moment(module.uploaded_at) },
        ]}
      />
      {viewer}
    </Card>
  );
}

interface FileActionProps {
  look: 'primary' | 'secondary';
  act: () => Promise<void>;
  children: ReactNode;
}

function FileAction({ look, act, children }: FileActionProps) {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      look={look}
      busy={busy}
      onClick={() => {
        setBusy(true);
        void act().finally(() => setBusy(false));
      }}
    >
      {children}
    </Button>
  );
}
