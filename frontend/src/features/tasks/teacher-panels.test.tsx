import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { MissingWorkPanel } from '~/features/tasks/teacher-panels';
import { enterSchool, renderPage } from '~/testing/render';

it('shows a teacher what is missing in the own subjects, not in those of colleagues', async () => {
  const school = enterSchool('teacher');
  const later = new Date(Date.now() + 86_400_000).toISOString();
  const [own, other] = school.tasks;
  for (const task of [own!, other!])
    Object.assign(task, { status: 'published', due_at: later, closes_at: later, is_closed: false });
  other!.author_id = school.users.at(-1)!.id;
  await renderPage(<MissingWorkPanel />);
  expect(await screen.findByRole('link', { name: own!.title })).toBeVisible();
  expect(screen.queryByRole('link', { name: other!.title })).toBeNull();
});
