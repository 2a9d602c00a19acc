import { Check, CircleAlert, RotateCw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormats } from '~/i18n/format';
import { Meter } from '~/ui/bar-list';
import { IconButton } from '~/ui/button';
import { FileIcon } from '~/ui/file-icon';

interface ListedUpload {
  id: string;
  file: { name: string; size: number; type: string };
  state:
    /** `ready` waits for whoever chose it. */
    | { kind: 'ready' | 'waiting' | 'done' | 'cancelled' }
    | { kind: 'sending'; share: number }
    | { kind: 'failed'; reason: string };
}

interface UploadListProps<Item extends ListedUpload> {
  items: readonly Item[];
  onCancel: (id: string) => void;
  onRetry: (id: string) => void;
  onRemove: (id: string) => void;
  /** What else there is to say or to fill in for a file. */
  children?: (item: Item) => ReactNode;
}

/** Files on their way: how far each is, why one failed, and what can be done about it. */
export function UploadList<Item extends ListedUpload>(props: UploadListProps<Item>) {
  const { items, children } = props;
  const { t } = useTranslation('files');
  const { size } = useFormats();
  if (items.length === 0) return null;
  const arrived = items.filter(({ state }) => state.kind === 'done').length;
  const failed = items.filter(({ state }) => state.kind === 'failed').length;
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {arrived + failed === 0 ? '' : t('upload.sum', { arrived, failed, count: items.length })}
      </p>
      <ul
        aria-label={t('upload.list')}
        className="divide-y divide-line rounded-control border border-line"
      >
        {items.map((item) => (
          <li key={item.id} className="flex flex-col gap-2 px-3 py-2">
            <div className="flex items-start gap-2.5">
              <FileIcon mediaType={item.file.type} className="mt-0.5" />
              <div className="min-w-0 flex-1">
                <p className="font-medium break-words">{item.file.name}</p>
                <p className="text-[0.8125rem] text-muted">
                  {size(item.file.size)} · <StateText state={item.state} />
                </p>
              </div>
              <ItemActions item={item} {...props} />
            </div>
            {item.state.kind === 'sending' ? (
              <Progress name={item.file.name} share={item.state.share} />
            ) : null}
            {item.state.kind === 'failed' ? (
              <p role="alert" className="flex items-start gap-1.5 text-[0.8125rem] text-bad">
                <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
                {item.state.reason}
              </p>
            ) : null}
            {children?.(item)}
          </li>
        ))}
      </ul>
    </>
  );
}

function StateText({ state }: { state: ListedUpload['state'] }) {
  const { t } = useTranslation('files');
  const { percent } = useFormats();
  if (state.kind === 'sending')
    return state.share >= 1
      ? t('upload.checking')
      : t('upload.sending', { share: percent(state.share) });
  return t(`upload.${state.kind}`);
}

function Progress({ name, share }: { name: string; share: number }) {
  const { t } = useTranslation('files');
  return (
    <div
      role="progressbar"
      aria-label={t('upload.progress', { name })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <Meter share={share} />
    </div>
  );
}

function ItemActions<Item extends ListedUpload>({
  item: { id, file, state },
  onCancel,
  onRetry,
  onRemove,
}: UploadListProps<Item> & { item: Item }) {
  const { t } = useTranslation('files');
  const { name } = file;
  if (state.kind === 'done')
    return <Check role="img" aria-label={t('upload.done')} className="m-2 size-4 text-good" />;
  const stopped = state.kind === 'failed' || state.kind === 'cancelled';
  const still = stopped || state.kind === 'ready';
  return (
    <span className="-my-1 -mr-1.5 flex shrink-0">
      {stopped ? (
        <IconButton
          size="iconSmall"
          label={t('upload.retry', { name })}
          onClick={() => onRetry(id)}
        >
          <RotateCw aria-hidden />
        </IconButton>
      ) : null}
      <IconButton
        size="iconSmall"
        label={t(still ? 'upload.remove' : 'upload.cancel', { name })}
        onClick={() => (still ? onRemove(id) : onCancel(id))}
      >
        <X aria-hidden />
      </IconButton>
    </span>
  );
}
