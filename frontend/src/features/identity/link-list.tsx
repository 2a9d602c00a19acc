import { Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useCan } from '~/api/session-hooks';
import type { GuardianLink } from '~/api/types';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { IconButton } from '~/ui/button';
import { TextLink } from '~/ui/link-button';

/** Whom of the two that a link joins a list is about. */
export type LinkSide = 'guardian' | 'student';

export interface LinkChange {
  kind: 'edit' | 'remove';
  link: GuardianLink;
}

export function nameOn(link: GuardianLink, side: LinkSide): string {
  return `${link[side].first_name} ${link[side].last_name}`;
}

interface LinkListProps {
  links: GuardianLink[];
  side: LinkSide;
  /** Absent for those who only read. */
  onOpen: ((change: LinkChange) => void) | undefined;
}

/** Links between parents and students, each with its terms. */
export function LinkList({ links, side, onOpen }: LinkListProps) {
  return (
    <ul className="divide-y divide-line">
      {links.map((link) => (
        <LinkRow key={link.id} link={link} side={side} onOpen={onOpen} />
      ))}
    </ul>
  );
}

const rights = ['academics', 'money', 'contact'] as const;

interface LinkRowProps extends Omit<LinkListProps, 'links'> {
  link: GuardianLink;
}

function LinkRow({ link, side, onOpen }: LinkRowProps) {
  const { t } = useTranslation('identity');
  const { date } = useFormats();
  const mayOpen = useCan('read_accounts');
  const name = nameOn(link, side);
  const granted = rights.filter((right) => link.rights[right]);
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p>
          {mayOpen ? (
            <TextLink to="/people/$userId" params={{ userId: link[side].id }} preload={false}>
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
