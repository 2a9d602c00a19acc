import { useQuery, useQueryClient } from '@tanstack/react-query';
import { UserMinus, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { useCan } from '~/api/session-hooks';
import { removeStudent, sectionStudentsQuery, structureKey } from '~/api/structure';
import type { PlacedStudent, Section } from '~/api/types';
import { useFormats } from '~/i18n/format';
import { Avatar } from '~/ui/avatar';
import { Button, IconButton } from '~/ui/button';
import { Panel } from '~/ui/card';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';
import { toast } from '~/ui/toast';

const PlaceDialog = lazy(async () => ({
  default: (await import('~/features/structure/place-dialog')).PlaceDialog,
}));

export function SectionStudents({ section }: { section: Section }) {
  const { t } = useTranslation(['structure', 'common']);
  const manages = useCan('manage_placements');
  const [placing, setPlacing] = useState(false);
  const query = useQuery(sectionStudentsQuery(section.id));
  const count = query.data?.total ?? section.enrolled;
  return (
    <Panel
      flush
      title={t('section.students')}
      note={t('section.studentsNote', { count })}
      actions={
        manages ? (
          <Button size="small" onClick={() => setPlacing(true)}>
            <UserPlus aria-hidden />
            {t('section.place')}
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
            <SkeletonLines lines={8} />
          </div>
        )
      ) : (
        <StudentRows section={section} students={query.data.items} manages={manages} />
      )}
      <Suspense fallback={null}>
        {placing ? <PlaceDialog section={section} onClose={() => setPlacing(false)} /> : null}
      </Suspense>
    </Panel>
  );
}

interface StudentRowsProps {
  section: Section;
  students: PlacedStudent[];
  manages: boolean;
}

function StudentRows({ section, students, manages }: StudentRowsProps) {
  const { t } = useTranslation('structure');
  const { date } = useFormats();
  const mayOpen = useCan('read_accounts');
  const [removing, setRemoving] = useState<PlacedStudent | null>(null);
  if (students.length === 0)
    return (
      <Empty title={t('section.noStudents')}>
        {manages ? t('section.noStudentsDetail') : undefined}
      </Empty>
    );
  return (
    <>
      <ol className="divide-y divide-line">
        {students.map((student) => {
          const name = `${student.first_name} ${student.last_name}`;
          return (
            <li key={student.student_id} className="flex items-center gap-3 px-4 py-2">
              <Avatar firstName={student.first_name} lastName={student.last_name} />
              <div className="min-w-0 flex-1">
                {mayOpen ? (
                  <TextLink
                    to="/people/$userId"
                    params={{ userId: student.student_id }}
                    preload={false}
                  >
                    {name}
                  </TextLink>
                ) : (
                  <span className="font-medium">{name}</span>
                )}
                <p className="truncate text-[0.8125rem] text-muted">{student.email}</p>
              </div>
              <span className="numeric text-[0.8125rem] text-muted max-sm:hidden">
                {date(student.placed_on)}
              </span>
              {manages ? (
                <IconButton
                  size="iconSmall"
                  label={t('section.removeStudent', { name })}
                  onClick={() => setRemoving(student)}
                >
                  <UserMinus aria-hidden />
                </IconButton>
              ) : null}
            </li>
          );
        })}
      </ol>
      {removing === null ? null : (
        <RemoveStudent section={section} student={removing} onClose={() => setRemoving(null)} />
      )}
    </>
  );
}

interface RemoveStudentProps {
  section: Section;
  student: PlacedStudent;
  onClose: () => void;
}

function RemoveStudent({ section, student, onClose }: RemoveStudentProps) {
  const { t } = useTranslation(['structure', 'common']);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const name = `${student.first_name} ${student.last_name}`;
  const confirm = async () => {
    setBusy(true);
    try {
      await removeStudent(section.id, student.student_id);
      toast('good', t('section.removed', { name }));
    } catch (error) {
      toast('bad', errorText(error));
    }
    await queries.invalidateQueries({ queryKey: structureKey });
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('section.removeTitle', { name, section: section.name })}
      confirmLabel={t('common:remove')}
      danger
      busy={busy}
      onConfirm={() => void confirm()}
    >
      {t('section.removeDetail')}
    </ConfirmDialog>
  );
}
