import { useQueryClient } from '@tanstack/react-query';
import { Mail, Pencil, UserCheck, UserX } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { deactivateUser, identityKey, inviteUser, reactivateUser } from '~/api/identity';
import { useMe } from '~/api/session-hooks';
import type { User } from '~/api/types';
import { mayManage } from '~/features/identity/user-rules';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { toast } from '~/ui/toast';

const UserDialog = lazy(async () => ({
  default: (await import('~/features/identity/user-dialog')).UserDialog,
}));

/** What may be done with an account; nobody deactivates their own. */
export function PersonActions({ user }: { user: User }) {
  const { t } = useTranslation('identity');
  const me = useMe();
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  if (!mayManage(me, user)) return null;
  const name = `${user.first_name} ${user.last_name}`;

  const run = async (action: () => Promise<unknown>, said: string) => {
    setBusy(true);
    try {
      await action();
      toast('good', said);
    } catch (error) {
      toast('bad', errorText(error));
    }
    await queries.invalidateQueries({ queryKey: identityKey });
    setBusy(false);
  };

  /** What the server has against it is said where the question was asked. */
  const deactivate = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await deactivateUser(user);
      toast('good', t('person.deactivated', { name }));
      setConfirming(false);
    } catch (error) {
      setRefusal(error);
    }
    await queries.invalidateQueries({ queryKey: identityKey });
    setBusy(false);
  };

  return (
    <>
      {user.active && user.last_login_at === null ? (
        <Button
          busy={busy}
          onClick={() =>
            void run(() => inviteUser(user.id), t('person.invited', { email: user.email }))
          }
        >
          <Mail aria-hidden />
          {t(user.invited ? 'person.inviteAgain' : 'person.sendInvite')}
        </Button>
      ) : null}
      {user.active && user.id !== me.id ? (
        <Button
          onClick={() => {
            setRefusal(null);
            setConfirming(true);
          }}
        >
          <UserX aria-hidden />
          {t('person.deactivate')}
        </Button>
      ) : null}
      {user.active ? null : (
        <Button
          busy={busy}
          onClick={() => void run(() => reactivateUser(user), t('person.reactivated', { name }))}
        >
          <UserCheck aria-hidden />
          {t('person.reactivate')}
        </Button>
      )}
      <Button look="primary" onClick={() => setEditing(true)}>
        <Pencil aria-hidden />
        {t('person.change')}
      </Button>
      <Suspense fallback={null}>
        {editing ? <UserDialog user={user} onClose={() => setEditing(false)} /> : null}
      </Suspense>
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={t('person.deactivateTitle', { name })}
        confirmLabel={t('person.deactivate')}
        danger
        busy={busy}
        onConfirm={() => void deactivate()}
      >
        <p>{t('person.deactivateDetail')}</p>
        {refusal === null ? null : <Alert tone="bad">{errorText(refusal)}</Alert>}
      </ConfirmDialog>
    </>
  );
}
