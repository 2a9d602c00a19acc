import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { userQuery } from '~/api/identity';
import { useCan } from '~/api/session-hooks';
import type { User } from '~/api/types';
import { ChildrenPanel } from '~/features/identity/children-panel';
import { GuardiansPanel } from '~/features/identity/guardians-panel';
import { PersonActions } from '~/features/identity/person-actions';
import { AccountState, RoleBadges } from '~/features/identity/role-badges';
import { useFormats } from '~/i18n/format';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { Card, Panel } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { LinkButton, TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';

export function PersonPage({ userId }: { userId: string }) {
  const { t } = useTranslation('identity');
  const readsFamilies = useCan('read_families');
  const { data: user } = useQuery({
    ...userQuery(userId),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const above = (
    <Breadcrumbs>
      <TextLink to="/people">{t('people.title')}</TextLink>
    </Breadcrumbs>
  );
  if (user === undefined)
    return (
      <>
        <PageHeader title={t('person.facts')} above={above} />
        <Card className="p-4">
          <SkeletonLines lines={7} />
        </Card>
      </>
    );
  const student = user.roles.includes('student');
  const parent = user.roles.includes('parent');
  return (
    <>
      <PageHeader
        title={`${user.first_name} ${user.last_name}`}
        above={above}
        note={user.email}
        actions={<PersonActions user={user} />}
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title={t('person.facts')}>
          <AccountFacts user={user} />
          <PersonLinks user={user} />
        </Panel>
        {student ? <GuardiansPanel student={user} /> : null}
        {parent && readsFamilies ? <ChildrenPanel parentId={user.id} /> : null}
      </div>
    </>
  );
}

function AccountFacts({ user }: { user: User }) {
  const { t } = useTranslation('identity');
  const { moment, day } = useFormats();
  return (
    <Facts
      facts={[
        { label: t('people.state'), value: <AccountState user={user} /> },
        { label: t('people.roles'), value: <RoleBadges user={user} /> },
        {
          label: t('people.lastLogin'),
          value: user.last_login_at === null ? t('people.never') : moment(user.last_login_at),
        },
        { label: t('people.created'), value: day(user.created_at) },
      ]}
    />
  );
}

function PersonLinks({ user }: { user: User }) {
  const { t } = useTranslation('identity');
  const readsEnrollment = useCan('read_enrollment');
  const readsAudit = useCan('read_audit');
  const applicant = readsEnrollment && user.roles.includes('student');
  if (!applicant && !readsAudit) return null;
  return (
    <div className="mt-4 flex flex-wrap gap-2 border-t border-line pt-3">
      {applicant ? (
        <LinkButton to="/enrollment/$studentId" params={{ studentId: user.id }} size="small">
          {t('person.application')}
        </LinkButton>
      ) : null}
      {readsAudit ? (
        <LinkButton to="/audit" search={{ actor: user.id }} size="small">
          {t('person.audit')}
        </LinkButton>
      ) : null}
    </div>
  );
}
