import { useQuery } from '@tanstack/react-query';
import { Link2, Pencil, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { guardiansQuery } from '~/api/identity';
import { useCan } from '~/api/session-hooks';
import type { GuardianLink } from '~/api/types';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Button, IconButton } from '~/ui/button';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

const GuardianDialog = lazy(async () => ({
  default: (await import('~/features/identity/guardian-dialog')).GuardianDialog,
}));

const RemoveLink = lazy(async () => ({
  default: (await import('~/features/identity/remove-link')).RemoveLink,
}));

interface StudentName {
  id: string;
  first_name: string;
  last_name: string;
}

type OpenDialog = { kind: 'link' } | { kind: 'edit' | 'remove'; link: GuardianLink } | null;

export function GuardiansPanel({ student }: { student: StudentName }) {
  const { t } = useTranslation(['identity', 'common']);
  const manages = useCan('manage_families');
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const query = useQuery(guardiansQuery(student.id));
  const close = () => setDialog(null);
  return (
    <Panel
      flush
      title={t('guardians.title')}
      actions={
        manages ? (
          <Button size="small" onClick={() => setDialog({ kind: 'link' })}>
            <Link2 aria-hidden />
            {t('guardians.link')}
          </Button>
        ) : undefined
      }
    >
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState
            title={t('common:listFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="p-4">
            <SkeletonLines lines={3} />
          </div>
        )
      ) : (
        <Links links={query.data.items} onOpen={manages ? setDialog : undefined} />
      )}
      <Suspense fallback={null}>
        {dialog?.kind === 'link' ? <GuardianDialog student={student} onClose={close} /> : null}
        {dialog?.kind === 'edit' ? (
          <GuardianDialog student={student} link={dialog.link} onClose={close} />
        ) : null}
        {dialog?.kind === 'remove' ? <RemoveLink link={dialog.link} onClose={close} /> : null}
      </Suspense>
    </Panel>
  );
}

interface LinksProps {
  links: GuardianLink[];
  onOpen: ((dialog: OpenDialog) => void) | undefined;
}

function Links({ links, onOpen }: LinksProps) {
  const { t } = useTranslation('identity');
  if (links.length === 0)
    return (
      <Empty title={t('guardians.none')}>
        {onOpen === undefined ? undefined : t('guardians.noneDetail')}
      </Empty>
    );
  return (
    <ul className="divide-y divide-line">
      {links.map((link) => (
        <LinkRow key={link.id} link={link} onOpen={onOpen} />
      ))}
    </ul>
  );
}

const rights = ['academics', 'money', 'contact'] as const;

function LinkRow({ link, onOpen }: { link: GuardianLink; onOpen: LinksProps['onOpen'] }) {
  const { t } = useTranslation('identity');
  const { date } = useFormats();
  const mayOpen = useCan('read_accounts');
  const name = `${link.guardian.first_name} ${link.guardian.last_name}`;
  const granted = rights.filter((right) => link.rights[right]);
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p>
          {mayOpen ? (
            <TextLink to="/people/$userId" params={{ userId: link.guardian.id }} preload={false}>
              {name}
            </TextLink>
          ) : (
            <span className="font-medium">{name}</span>
          )}{' '}
          <span className="text-muted">· {t(`guardians.relationships.${link.relationship}`)}</span>
        </p>
        <p className="numeric text-[0.8125rem] text-muted">
          {t('guardians.since', { day: date(link.starts_on) })}
          {link.ends_on === null ? null : `, ${t('guardians.until', { day: date(link.ends_on) })}`}
        </p>
        <p className="mt-1 flex flex-wrap gap-1">
          {granted.map((right) => (
            <Badge key={right} tone="info">
              {t(`guardians.${right}`)}
            </Badge>
          ))}
          {granted.length === 0 ? <Badge>{t('guardians.noRights')}</Badge> : null}
        </p>
      </div>
      {onOpen === undefined ? null : (
        <span className="flex">
          <IconButton
            size="iconSmall"
            label={t('guardians.edit', { name })}
            onClick={() => onOpen({ kind: 'edit', link })}
          >
            <Pencil aria-hidden />
          </IconButton>
          <IconButton
            size="iconSmall"
            label={t('guardians.remove', { name })}
            onClick={() => onOpen({ kind: 'remove', link })}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </span>
      )}
    </li>
  );
}
