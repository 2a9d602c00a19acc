import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';

import { EventEffects } from '~/api/realtime-effects';
import { GradingPage } from '~/features/tasks/grading-page';
import type { GradingSearch } from '~/features/tasks/grading-search';
import { NewTaskPage } from '~/features/tasks/task-editor';
import { TaskPage } from '~/features/tasks/task-page';
import { enterSchool, makeQueries, renderPage } from '~/testing/render';

const nothing = () => undefined;

/** Holds the view that otherwise stands in the address. */
function Desk({ taskId, first }: { taskId: string; first: GradingSearch }) {
  const [search, setSearch] = useState(first);
  return <GradingPage taskId={taskId} search={search} onSearch={setSearch} />;
}

function nameOf(user: { first_name: string; last_name: string }): string {
  return `${user.first_name} ${user.last_name}`;
}

describe('grading', () => {
  it('saves with Ctrl+Enter and goes on to the next who is to be graded', async () => {
    const school = enterSchool('teacher');
    const [, rain] = school.tasks;
    const one = school.submissions.find((each) => each.task_id === rain!.id)!;
    school.submissions.push({
      ...one,
      id: crypto.randomUUID(),
      student_id: school.pupils[3]!.id,
      student_name: nameOf(school.pupils[3]!),
    });
    await renderPage(
      <Desk taskId={rain!.id} first={{ show: 'to_grade', student: one.student_id }} />,
    );
    const score = await screen.findByLabelText('Score, of 20');
    await userEvent.type(score, '21');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('At most 20: that is what the task is worth.')).toBeVisible();
    expect(score).toBeInvalid();
    await userEvent.clear(score);
    await userEvent.type(score, '18,5');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    const next = nameOf(school.pupils[3]!);
    expect(await screen.findByRole('heading', { level: 2, name: next })).toBeVisible();
    expect(screen.getByLabelText('Score, of 20')).toHaveFocus();
    expect(one).toMatchObject({ score: 18.5, comment: null, returned_at: null });
  });

  it('shows both scores when another teacher was faster, and writes only what is chosen', async () => {
    const school = enterSchool('teacher');
    const submission = school.submissions[3]!;
    await renderPage(
      <Desk taskId={submission.task_id} first={{ student: submission.student_id }} />,
    );
    await userEvent.type(await screen.findByLabelText('Score, of 20'), '12');
    Object.assign(submission, {
      score: 19,
      comment: 'Very good.',
      graded_by_name: 'Somebody Else',
      graded_at: new Date().toISOString(),
      version: 2,
    });
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const theirs = await screen.findByRole('region', { name: 'Saved now' });
    expect(within(theirs).getByText('19')).toBeVisible();
    expect(within(theirs).getByText('Very good.')).toBeVisible();
    const mine = screen.getByRole('region', { name: 'Yours' });
    expect(within(mine).getByText('12')).toBeVisible();
    expect(submission.score).toBe(19);
    await userEvent.click(within(mine).getByRole('button', { name: 'Save mine instead' }));
    await waitFor(() => expect(submission.score).toBe(12));
    expect(screen.queryByRole('region', { name: 'Saved now' })).not.toBeInTheDocument();
  });

  it('keeps what is typed while others are looked at', async () => {
    const school = enterSchool('teacher');
    const submission = school.submissions[3]!;
    await renderPage(
      <Desk taskId={submission.task_id} first={{ student: submission.student_id }} />,
    );
    await userEvent.type(await screen.findByLabelText('Score, of 20'), '7');
    await userEvent.click(screen.getByRole('button', { name: 'Next student' }));
    await screen.findByText(/has not handed in$/);
    expect(screen.getByText('not saved')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Next student' })).toHaveFocus();
    await userEvent.keyboard('k');
    expect(await screen.findByLabelText('Score, of 20')).toHaveValue('7');
    const name = nameOf(school.pupils[1]!);
    expect(screen.getByRole('heading', { level: 2, name })).toHaveFocus();
  });

  it('returns all that is graded, after asking', async () => {
    const school = enterSchool('teacher');
    const poster = school.tasks[3]!;
    await renderPage(<Desk taskId={poster.id} first={{}} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Return 1 graded' }));
    const question = await screen.findByRole('alertdialog');
    await userEvent.click(within(question).getByRole('button', { name: 'Return 1' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    expect(school.submissions[1]?.returned_at).not.toBeNull();
    expect(screen.queryByRole('button', { name: /^Return \d/ })).not.toBeInTheDocument();
  });

  it('is only looked at by those who may not grade', async () => {
    const school = enterSchool('principal');
    for (const each of school.submissions) each.gradable = false;
    const submission = school.submissions[0]!;
    await renderPage(
      <Desk taskId={submission.task_id} first={{ student: submission.student_id }} />,
    );
    expect(await screen.findByText('Clear and colourful.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument();
  });

  it('calls nothing missing before the task is due', async () => {
    const school = enterSchool('teacher');
    const [, rain] = school.tasks;
    rain!.due_at = new Date(Date.now() + 3_600_000).toISOString();
    await renderPage(<Desk taskId={rain!.id} first={{ student: school.pupils[4]!.id }} />);
    const list = await screen.findByRole('list', { name: 'Students' });
    expect(within(list).getAllByText('Not handed in yet')).toHaveLength(5);
    expect(screen.queryByText('Missing')).toBeNull();
  });

  it('shows at once what is handed in', async () => {
    const school = enterSchool('teacher');
    const queries = makeQueries();
    const [, rain] = school.tasks;
    await renderPage(<Desk taskId={rain!.id} first={{}} />, queries);
    const list = await screen.findByRole('list', { name: 'Students' });
    expect(within(list).getAllByText('Missing')).toHaveLength(5);
    school.submissions.push({ ...school.submissions[3]!, student_id: school.pupils[4]!.id });
    const effects = new EventEffects(queries);
    effects.receive({ type: 'submission.changed' });
    await waitFor(() => expect(within(list).getAllByText('Missing')).toHaveLength(4));
    effects.stop();
  });
});

describe('a task', () => {
  it('is set for a class that the teacher has, and published', async () => {
    const school = enterSchool('teacher');
    const before = school.tasks.length;
    const saved = vi.fn<(id: string) => void>();
    await renderPage(<NewTaskPage sectionId={undefined} onSaved={saved} />);
    await userEvent.selectOptions(await screen.findByLabelText('Section and subject'), [
      screen.getAllByRole('option')[1]!,
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'Publish' }));
    expect(screen.getByLabelText('Title')).toBeInvalid();
    await userEvent.type(screen.getByLabelText('Title'), 'Angles');
    await userEvent.click(screen.getByRole('radio', { name: 'Accepted for a while' }));
    expect(screen.getByLabelText('Accepted until')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Publish' }));
    await waitFor(() => expect(saved).toHaveBeenCalled());
    expect(school.tasks).toHaveLength(before + 1);
    expect(school.tasks.at(-1)).toMatchObject({ title: 'Angles', status: 'published' });
  });

  it('that somebody has handed in is neither taken back nor deleted', async () => {
    const school = enterSchool('teacher');
    await renderPage(<TaskPage id={school.tasks[1]!.id} onDeleted={nothing} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    const question = await screen.findByRole('alertdialog');
    await userEvent.click(within(question).getByRole('button', { name: 'Delete' }));
    expect(
      await within(question).findByText(
        'Somebody has handed in already, so the task cannot be deleted.',
      ),
    ).toBeVisible();
    expect(school.tasks).toHaveLength(5);
  });
});
