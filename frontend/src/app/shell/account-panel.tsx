import { useNavigate } from '@tanstack/react-router';
import { Keyboard, LogOut, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { logout } from '~/api/identity';
import { useMe } from '~/api/session-hooks';
import type { Role } from '~/api/types';
import { useActiveRole } from '~/app/active-role';
import { homes } from '~/app/navigation';
import { LanguageChoice, ThemeChoice } from '~/app/shell/preferences';
import { Avatar } from '~/ui/avatar';
import { Button } from '~/ui/button';
import { Radio } from '~/ui/choice';
import { Fieldset } from '~/ui/field';
import { LinkButton } from '~/ui/link-button';
import { Popover } from '~/ui/popover';
import { toast } from '~/ui/toast';

/** Who is logged in, in which role, and what they may set for themselves. */
export function AccountPanel({ onOpenKeys }: { onOpenKeys: () => void }) {
  const { t } = useTranslation(['shell', 'common']);
  const me = useMe();
  const role = useActiveRole();
  return (
    <Popover
      label={t('account')}
      className="w-72"
      trigger={(attributes) => (
        <button
          type="button"
          aria-label={`${t('account')}: ${me.first_name} ${me.last_name}`}
          className="flex h-9 items-center gap-2 rounded-control px-1 text-left hover:bg-hover"
          {...attributes}
        >
          <Avatar firstName={me.first_name} lastName={me.last_name} />
          <span className="flex min-w-0 flex-col leading-4 max-md:hidden">
            <span className="max-w-40 truncate text-[0.8125rem] font-medium">
              {me.first_name} {me.last_name}
            </span>
            <span className="text-xs text-muted">{t(`common:roles.${role}`)}</span>
          </span>
        </button>
      )}
    >
      {(close) => (
        <div className="flex flex-col gap-3">
          <div>
            <p className="font-semibold">
              {me.first_name} {me.last_name}
            </p>
            <p className="text-[0.8125rem] break-all text-muted">{me.email}</p>
          </div>
          {me.roles.length > 1 ? <RoleSwitcher roles={me.roles} role={role} /> : null}
          <ThemeChoice />
          <LanguageChoice />
          <div className="-mx-1 flex flex-col items-stretch border-t border-line pt-2 [&>*]:justify-start">
            <LinkButton to="/profile" look="quiet" onClick={close}>
              <UserRound aria-hidden />
              {t('profile')}
            </LinkButton>
            <Button
              look="quiet"
              onClick={() => {
                close();
                onOpenKeys();
              }}
            >
              <Keyboard aria-hidden />
              {t('keys.show')}
            </Button>
            <LogoutButton />
          </div>
        </div>
      )}
    </Popover>
  );
}

function RoleSwitcher({ roles, role }: { roles: Role[]; role: Role }) {
  const { t } = useTranslation(['shell', 'common']);
  const navigate = useNavigate();
  return (
    <Fieldset legend={t('workAs')}>
      <div className="flex flex-col gap-1.5">
        {roles.map((candidate) => (
          <Radio
            key={candidate}
            name="active-role"
            label={t(`common:roles.${candidate}`)}
            checked={candidate === role}
            onChange={() => void navigate({ to: homes[candidate] })}
          />
        ))}
      </div>
    </Fieldset>
  );
}

function LogoutButton() {
  const { t } = useTranslation('shell');
  const [busy, setBusy] = useState(false);
  return (
    <Button
      look="quiet"
      busy={busy}
      onClick={() => {
        setBusy(true);
        logout().catch(() => toast('bad', t('logoutUntold')));
      }}
    >
      {busy ? null : <LogOut aria-hidden />}
      {t('logout')}
    </Button>
  );
}
