import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import {
  type MailArea,
  mailAreas,
  mailWishesQuery,
  notificationsKey,
  saveMailWishes,
} from '~/api/notifications';
import { useMe } from '~/api/session-hooks';
import { Alert } from '~/ui/alert';
import { Card } from '~/ui/card';
import { Checkbox } from '~/ui/choice';
import { ErrorState } from '~/ui/error-state';
import { Fieldset } from '~/ui/field';
import { SaveBar } from '~/ui/save-bar';
import { SkeletonLines } from '~/ui/skeleton';
import { UnsavedGuard } from '~/ui/unsaved-guard';

/** What of the notifications also comes by mail. */
export function MailWishes() {
  const { t } = useTranslation('common');
  const query = useQuery(mailWishesQuery());
  return (
    <Card className="p-4">
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState
            title={t('partFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <SkeletonLines lines={4} />
        )
      ) : (
        <MailWishesForm saved={query.data.mail} />
      )}
    </Card>
  );
}

function MailWishesForm({ saved }: { saved: readonly string[] }) {
  const { t } = useTranslation('notifications');
  const me = useMe();
  const queries = useQueryClient();
  const [wanted, setWanted] = useState<readonly MailArea[]>(() =>
    mailAreas.filter((area) => saved.includes(area)),
  );
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const dirty = mailAreas.some((area) => wanted.includes(area) !== saved.includes(area));
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      await saveMailWishes(mailAreas.filter((area) => wanted.includes(area)));
      await queries.invalidateQueries({ queryKey: [...notificationsKey, 'preferences'] });
      setSaid(true);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <UnsavedGuard dirty={dirty && !busy} />
      {error === null ? null : <Alert tone="bad">{errorText(error)}</Alert>}
      <p className="text-muted">{t('mail.note', { email: me.email })}</p>
      <Fieldset legend={t('mail.title')}>
        <div className="flex flex-col gap-2.5">
          {mailAreas.map((area) => (
            <Checkbox
              key={area}
              label={t(`mail.areas.${area}`)}
              note={t(`mail.notes.${area}`)}
              checked={wanted.includes(area)}
              onChange={(event) =>
                setWanted(
                  event.target.checked
                    ? [...wanted, area]
                    : wanted.filter((candidate) => candidate !== area),
                )
              }
            />
          ))}
        </div>
      </Fieldset>
      <SaveBar dirty={dirty} busy={busy} saved={said} />
    </form>
  );
}
