import { useQuery, useQueryClient } from '@tanstack/react-query';
import { UserMinus, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { useCan } from '~/api/session-hooks';
import { removeAssignment, sectionTeachersQuery, structureKey } from '~/api/structure';
import type { Section, TeachingAssignment } from '~/api/types';
import { Button, IconButton } from '~/ui/button';
import { Panel } from '~/ui/card';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { SkeletonLines } from '~/ui/skeleton';
import { toast } from '~/ui/toast';

const AssignDialog = lazy(async () => ({
  default: (await import('~/features/structure/assign-dialog')).AssignDialog,
}));

export function SectionTeachers({ section }: { section: Section }) {
  const { t } = useTranslation(['structure', 'common']);
  const manages = useCan('manage_assignments');
  const [assigning, setAssigning] = useState(false);
  const [removing, setRemoving] = useState<TeachingAssignment | null>(null);
  const query = useQuery(sectionTeachersQuery(section.id));
  return (
    <Panel
      flush
      title={t('section.teachers')}
      actions={
        manages ? (
          <Button size="small" onClick={() => setAssigning(true)}>
            <UserPlus aria-hidden />
            {t('section.assign')}
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
            <SkeletonLines />
          </div>
        )
      ) : (
        <AssignmentRows
          assignments={query.data.items}
          onRemove={manages ? setRemoving : undefined}
        />
      )}
      <Suspense fallback={null}>
        {assigning ? <AssignDialog section={section} onClose={() => setAssigning(false)} /> : null}
      </Suspense>
      {removing === null ? null : (
        <RemoveAssignment
          section={section}
          assignment={removing}
          onClose={() => setRemoving(null)}
        />
      )}
    </Panel>
  );
}

interface AssignmentRowsProps {
  assignments: TeachingAssignment[];
  onRemove: ((assignment: TeachingAssignment) => void) | undefined;
}

function AssignmentRows({ assignments, onRemove }: AssignmentRowsProps) {
  const { t } = useTranslation('structure');
  if (assignments.length === 0)
    return (
      <Empty title={t('section.noTeachers')}>
        {onRemove === undefined ? undefined : t('section.noTeachersDetail')}
      </Empty>
    );
  return (
    <ul className="divide-y divide-line">
      {assignments.map((assignment) => (
        <li key={assignment.id} className="flex items-center gap-3 px-4 py-2">
          <div className="min-w-0 flex-1">
            <p className="font-medium">{assignment.subject_title}</p>
            <p className="text-[0.8125rem] text-muted">
              {assignment.subject_code} · {assignment.teacher_name}
            </p>
          </div>
          {onRemove === undefined ? null : (
            <IconButton
              size="iconSmall"
              label={t('section.unassign', {
                teacher: assignment.teacher_name,
                subject: assignment.subject_title,
              })}
              onClick={() => onRemove(assignment)}
            >
              <UserMinus aria-hidden />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  );
}

interface RemoveAssignmentProps {
  section: Section;
  assignment: TeachingAssignment;
  onClose: () => void;
}

function RemoveAssignment({ section, assignment, onClose }: RemoveAssignmentProps) {
  const { t } = useTranslation(['structure', 'common']);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await removeAssignment(section.id, assignment.id);
      toast('good', t('section.unassigned'));
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
      title={t('section.unassignTitle', {
        teacher: assignment.teacher_name,
        subject: assignment.subject_title,
      })}
      confirmLabel={t('common:remove')}
      danger
      busy={busy}
      onConfirm={() => void confirm()}
    >
      {t('section.unassignDetail')}
    </ConfirmDialog>
  );
}
