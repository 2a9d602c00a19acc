import { Check, CloudOff, CloudUpload } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { faultText } from '~/api/error-text';
import type { DraftKeeper, DraftView } from '~/features/tasks/draft-keeper';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';

interface DraftStatusProps {
  view: DraftView;
  /** The server could not be asked for the draft. */
  away: boolean;
}

/** Where the words that were typed are by now. */
export function DraftStatus({ view, away }: DraftStatusProps) {
  const { t } = useTranslation('tasks');
  const { state, text, error } = view;
  const kept = state === 'kept' || (state === 'loading' && (away || text !== ''));
  return (
    <p
      role="status"
      className="flex min-h-5 items-center gap-1.5 text-[0.8125rem] text-muted [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {kept ? (
        <>
          <CloudOff aria-hidden />
          {t('draft.kept')}
        </>
      ) : null}
      {state === 'changed' || state === 'saving' ? (
        <>
          <CloudUpload aria-hidden />
          {t('draft.saving')}
        </>
      ) : null}
      {state === 'saved' && text !== '' ? (
        <>
          <Check aria-hidden />
          {t('draft.saved')}
        </>
      ) : null}
      {state === 'refused' ? (
        <span className="text-bad">{t('draft.refused', { reason: faultText(error) })}</span>
      ) : null}
    </p>
  );
}

interface DraftClashProps {
  view: DraftView;
  keeper: DraftKeeper;
}

/** Another tab or device wrote on: both texts, and the choice between them. */
export function DraftClash({ view, keeper }: DraftClashProps) {
  const { t } = useTranslation('tasks');
  if (view.other === null) return null;
  return (
    <Alert tone="warn" title={t('draft.clashTitle')}>
      <p>{t('draft.clashDetail')}</p>
      <div className="mt-2 grid gap-3 sm:grid-cols-2">
        <ClashText title={t('draft.mine')} text={view.text}>
          <Button size="small" onClick={() => keeper.keepMine()}>
            {t('draft.keepMine')}
          </Button>
        </ClashText>
        <ClashText title={t('draft.other')} text={view.other}>
          <Button size="small" onClick={() => keeper.takeOther()}>
            {t('draft.takeOther')}
          </Button>
        </ClashText>
      </div>
    </Alert>
  );
}

interface ClashTextProps {
  title: string;
  text: string;
  children: ReactNode;
}

function ClashText({ title, text, children }: ClashTextProps) {
  const { t } = useTranslation('tasks');
  return (
    <section aria-label={title} className="flex min-w-0 flex-col items-start gap-2">
      <h3 className="font-semibold">{title}</h3>
      <p
        // It scrolls, so it has to be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a text that scrolls
        tabIndex={0}
        className="max-h-48 w-full overflow-y-auto rounded-control border border-line bg-surface px-3 py-2 break-words whitespace-pre-wrap text-ink"
      >
        {text === '' ? t('draft.empty') : text}
      </p>
      {children}
    </section>
  );
}
