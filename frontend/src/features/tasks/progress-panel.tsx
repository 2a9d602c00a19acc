import { useTranslation } from 'react-i18next';

import type { Task, TaskProgress } from '~/api/tasks-types';
import { HandedIn } from '~/features/tasks/handed-in';
import type { RosterFilter } from '~/features/tasks/roster';
import { useFormats } from '~/i18n/format';
import { Panel } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { TextLink } from '~/ui/link-button';

/** How far the section has come; every number leads to those behind it. */
export function ProgressPanel({ task, progress }: { task: Task; progress: TaskProgress }) {
  const { t } = useTranslation('tasks');
  const { number } = useFormats();
  const params = { taskId: task.id };
  const figure = (filter: RosterFilter, count: number) => (
    <TextLink
      to="/tasks/$taskId/grading"
      params={params}
      search={{ show: filter }}
      preload={false}
      className="numeric"
    >
      {number(count)}
    </TextLink>
  );
  const { expected, handed_in, late, graded, returned } = progress;
  return (
    <Panel title={t('progress')}>
      <div className="mb-3">
        <HandedIn progress={progress} />
      </div>
      <Facts
        facts={[
          { label: t('filters.missing'), value: figure('missing', expected - handed_in) },
          { label: t('filters.to_grade'), value: figure('to_grade', handed_in - graded) },
          { label: t('filters.late'), value: figure('late', late) },
          { label: t('filters.graded'), value: figure('graded', graded - returned) },
          { label: t('filters.returned'), value: figure('returned', returned) },
        ]}
      />
    </Panel>
  );
}
