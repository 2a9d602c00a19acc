import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useMe } from '~/api/session-hooks';
import { teachingAssignmentsQuery } from '~/api/structure';
import { taskQuery } from '~/api/tasks';
import { NewTaskForm } from '~/features/tasks/new-task-form';
import { TaskEditForm } from '~/features/tasks/task-edit-form';
import { classKey } from '~/features/tasks/task-form';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { Card } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';

function EditorHeader({ title }: { title: string }) {
  const { t } = useTranslation('tasks');
  return (
    <PageHeader
      title={title}
      above={
        <Breadcrumbs>
          <TextLink to="/tasks">{t('title')}</TextLink>
        </Breadcrumbs>
      }
    />
  );
}

function Waiting() {
  return (
    <Card className="p-4">
      <SkeletonLines lines={10} />
    </Card>
  );
}

interface NewTaskPageProps {
  /** The section that is chosen at first. */
  sectionId: string | undefined;
  onSaved: (id: string) => void;
}

/** Waits for what the teacher teaches, so that a choice is never lost. */
export function NewTaskPage({ sectionId, onSaved }: NewTaskPageProps) {
  const { t } = useTranslation('tasks');
  const me = useMe();
  const { data: taught } = useQuery({
    ...teachingAssignmentsQuery({ teacher_id: me.id }),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const classes = taught?.map((each) => ({
    key: classKey(each),
    sectionId: each.section_id,
    label: `${each.grade_level} – ${each.section_name} · ${each.subject_title}`,
  }));
  const here = classes?.filter((each) => each.sectionId === sectionId) ?? [];
  const chosen = here.length === 1 ? here[0] : classes?.length === 1 ? classes[0] : undefined;
  return (
    <>
      <EditorHeader title={t('newTitle')} />
      {classes === undefined ? (
        <Waiting />
      ) : classes.length === 0 ? (
        <Card>
          <Empty title={t('noClasses')}>{t('noClassesDetail')}</Empty>
        </Card>
      ) : (
        <NewTaskForm
          // Those of the section on whose page it was begun come first.
          classes={[...here, ...classes.filter((each) => !here.includes(each))]}
          chosen={chosen?.key ?? ''}
          onSaved={onSaved}
        />
      )}
    </>
  );
}

interface EditTaskPageProps {
  id: string;
  onSaved: () => void;
}

export function EditTaskPage({ id, onSaved }: EditTaskPageProps) {
  const { t } = useTranslation('tasks');
  const { data: task } = useQuery({
    ...taskQuery(id),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  return (
    <>
      <EditorHeader title={t('editTitle')} />
      {task === undefined ? <Waiting /> : <TaskEditForm task={task} onSaved={onSaved} />}
    </>
  );
}
