import { useQuery } from '@tanstack/react-query';
import { Pencil, Printer, Trash2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { hasStatus } from '~/api/problem';
import { useCan } from '~/api/session-hooks';
import { deleteSection, sectionQuery, sectionStudentsQuery } from '~/api/structure';
import type { Section } from '~/api/types';
import { ClassListSheet } from '~/features/structure/class-list-sheet';
import { Places } from '~/features/structure/places';
import { SectionStudents } from '~/features/structure/section-students';
import { SectionTeachers } from '~/features/structure/section-teachers';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { Button, IconButton } from '~/ui/button';
import { Card, Panel } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';

const SectionDialog = lazy(async () => ({
  default: (await import('~/features/structure/section-dialog')).SectionDialog,
}));
const DeleteDialog = lazy(async () => ({
  default: (await import('~/features/structure/delete-dialog')).DeleteDialog,
}));

interface SectionPageProps {
  sectionId: string;
  onDeleted: () => void;
  /** What other areas know of the section, such as its meetings. */
  beside?: ReactNode;
  /** The links to the views of the section. */
  tabs?: ReactNode;
  /** Another view, shown in place of students and facts. */
  instead?: ReactNode;
}

export function SectionPage({ sectionId, onDeleted, beside, tabs, instead }: SectionPageProps) {
  const { t } = useTranslation(['structure', 'common']);
  // Some see their own sections' class lists alone; the server says which those are.
  const listed = useQuery({
    ...sectionStudentsQuery(sectionId),
    enabled: useCan('read_placements'),
  });
  const mayPlace = listed.isEnabled && !hasStatus(listed.error, 403, 404);
  const mayAssign = useCan('read_assignments');
  const [dialog, setDialog] = useState<'change' | 'delete' | null>(null);
  const { data: section } = useQuery({
    ...sectionQuery(sectionId),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  if (section === undefined)
    return (
      <>
        <PageHeader title={t('section.facts')} />
        <Card className="p-4">
          <SkeletonLines lines={8} />
        </Card>
      </>
    );
  const close = () => setDialog(null);
  return (
    <>
      <div className="print:hidden">
        <PageHeader
          title={`${section.grade_level} – ${section.name}`}
          above={
            <Breadcrumbs>
              <TextLink to="/sections">{t('sections.title')}</TextLink>
            </Breadcrumbs>
          }
          actions={<SectionActions onOpen={setDialog} printable={mayPlace} />}
        />
        {tabs}
        {instead ?? (
          <div className="grid items-start gap-4 lg:has-[>*+*]:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            {mayPlace ? <SectionStudents section={section} /> : null}
            <div className="flex min-w-0 flex-col gap-4">
              <Panel title={t('section.facts')}>
                <SectionFacts section={section} />
              </Panel>
              {beside}
              {mayAssign ? <SectionTeachers section={section} /> : null}
            </div>
          </div>
        )}
      </div>
      {mayPlace ? <ClassListSheet section={section} /> : null}
      <Suspense fallback={null}>
        {dialog === 'change' ? <SectionDialog section={section} onClose={close} /> : null}
        {dialog === 'delete' ? (
          <DeleteDialog
            name={section.name}
            remove={() => deleteSection(section)}
            onClose={close}
            onDeleted={onDeleted}
          />
        ) : null}
      </Suspense>
    </>
  );
}

interface SectionActionsProps {
  onOpen: (dialog: 'change' | 'delete') => void;
  printable: boolean;
}

function SectionActions({ onOpen, printable }: SectionActionsProps) {
  const { t } = useTranslation(['structure', 'common']);
  const manages = useCan('manage_sections');
  return (
    <>
      {printable ? (
        <Button onClick={() => globalThis.print()}>
          <Printer aria-hidden />
          {t('section.print')}
        </Button>
      ) : null}
      {manages ? (
        <>
          <Button onClick={() => onOpen('change')}>
            <Pencil aria-hidden />
            {t('common:change')}
          </Button>
          <IconButton label={t('common:delete')} onClick={() => onOpen('delete')}>
            <Trash2 aria-hidden />
          </IconButton>
        </>
      ) : null}
    </>
  );
}

function SectionFacts({ section }: { section: Section }) {
  const { t } = useTranslation('structure');
  return (
    <Facts
      facts={[
        { label: t('sections.gradeLevel'), value: section.grade_level },
        { label: t('sections.adviser'), value: section.adviser_name ?? t('sections.noAdviser') },
        { label: t('sections.room'), value: section.room ?? t('sections.noRoom') },
        { label: t('sections.places'), value: <Places section={section} /> },
      ]}
    />
  );
}
