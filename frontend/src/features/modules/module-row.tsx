import { clsx } from 'clsx';
import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Module } from '~/api/types';
import type { ModuleDialogKind } from '~/features/modules/module-dialogs';
import { ModuleMenu } from '~/features/modules/module-menu';
import { useIsNews } from '~/features/modules/use-is-news';
import { fileOf, type ModuleFile } from '~/features/modules/use-module-viewer';
import { moveButtonId } from '~/features/modules/use-move-module';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Button, IconButton } from '~/ui/button';
import { FileIcon } from '~/ui/file-icon';
import { FileButtons } from '~/ui/file-list';
import { TextLink } from '~/ui/link-button';

/** Where a module stands, and how it comes to stand elsewhere. */
export interface Order {
  /** Whether it is the reader's to move; the others only make room. */
  movable: boolean;
  first: boolean;
  last: boolean;
  busy: boolean;
  moveTo: (step: -1 | 1) => void;
  /** Another one is being dragged and can be dropped here. */
  dragging: boolean;
  onDrag: (begins: boolean) => void;
  onDrop: () => void;
}

interface ModuleRowProps {
  module: Module;
  withSection: boolean;
  download: (file: ModuleFile) => Promise<void>;
  preview: (file: ModuleFile) => Promise<void>;
  onDialog: (kind: ModuleDialogKind) => void;
  /** Absent where the list is in another order. */
  order: Order | undefined;
}

/** One module: what it is, who gave it, and the ways to its file. */
export function ModuleRow(props: ModuleRowProps) {
  const { module, withSection, download, preview, onDialog, order } = props;
  const { t } = useTranslation('modules');
  const { size, day } = useFormats();
  const news = useIsNews()(module);
  const [over, setOver] = useState(false);
  const { file, title, description, opened_count } = module;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- by keyboard there are buttons
    <li
      className={clsx(
        'flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-3',
        over && 'bg-selected',
      )}
      onDragOver={(event) => {
        if (order?.dragging !== true) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (order?.dragging !== true) return;
        event.preventDefault();
        order.onDrop();
      }}
    >
      {order?.movable === true ? <Grip order={order} /> : null}
      <FileIcon mediaType={file.media_type} className="mt-0.5" />
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-x-2">
          <TextLink
            to="/modules/$moduleId"
            params={{ moduleId: module.id }}
            preload={false}
            className="min-w-0 break-words"
          >
            {title}
          </TextLink>
          {news ? <Badge tone="accent">{t('new')}</Badge> : null}
        </p>
        {description === null ? null : (
          <p className="line-clamp-2 break-words whitespace-pre-line">{description}</p>
        )}
        <p className="text-[0.8125rem] text-muted">
          {[
            ...(withSection ? [module.section_name] : []),
            module.teacher_name,
            day(module.uploaded_at),
            size(file.size),
          ].join(' · ')}
        </p>
        {opened_count === null ? null : (
          <Button look="link" size="inline" onClick={() => onDialog('openings')}>
            {t('openedBy', { count: opened_count })}
            <span className="sr-only">: {title}</span>
          </Button>
        )}
      </div>
      <span className="-my-1 -mr-1.5 ml-auto flex shrink-0">
        {order?.movable !== true ? null : <MoveButtons module={module} order={order} />}
        <FileButtons file={fileOf(module)} onDownload={download} onPreview={preview} />
        {module.manageable ? <ModuleMenu module={module} onDialog={onDialog} /> : null}
      </span>
    </li>
  );
}

function MoveButtons({ module: { id, title }, order }: { module: Module; order: Order }) {
  const { t } = useTranslation('modules');
  return (
    <>
      <IconButton
        id={moveButtonId(id, 'up')}
        size="iconSmall"
        label={t('moveUp', { title })}
        disabled={order.first}
        aria-disabled={order.busy || undefined}
        onClick={() => {
          if (!order.busy) order.moveTo(-1);
        }}
      >
        <ArrowUp aria-hidden />
      </IconButton>
      <IconButton
        id={moveButtonId(id, 'down')}
        size="iconSmall"
        label={t('moveDown', { title })}
        disabled={order.last}
        aria-disabled={order.busy || undefined}
        onClick={() => {
          if (!order.busy) order.moveTo(1);
        }}
      >
        <ArrowDown aria-hidden />
      </IconButton>
    </>
  );
}

/** For those who drag; whoever does not has buttons. */
function Grip({ order }: { order: Order }) {
  return (
    <span
      aria-hidden
      draggable
      className="-ml-2 cursor-grab py-0.5 text-muted pointer-coarse:hidden print:hidden"
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        // Some browsers drag nothing that has no text.
        event.dataTransfer.setData('text/plain', '');
        const row = event.currentTarget.closest('li');
        if (row !== null) event.dataTransfer.setDragImage(row, 0, 0);
        order.onDrag(true);
      }}
      onDragEnd={() => order.onDrag(false)}
    >
      <GripVertical className="size-4" />
    </span>
  );
}
