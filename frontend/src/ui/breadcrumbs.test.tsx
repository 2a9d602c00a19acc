import { render, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';

import { Breadcrumbs } from '~/ui/breadcrumbs';

it('has arrows between the links and none behind the last', () => {
  render(
    <Breadcrumbs>
      <a href="/tasks">Tasks</a>
      <a href="/tasks/1">Task</a>
    </Breadcrumbs>,
  );
  const [first, last] = within(screen.getByRole('list')).getAllByRole('listitem');
  expect(first?.querySelector('svg')).toBeNull();
  expect(last?.firstElementChild?.tagName).toBe('svg');
  expect(last?.lastElementChild?.tagName).toBe('A');
});
