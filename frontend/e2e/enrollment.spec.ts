import type { Page } from '@playwright/test';

import { type Progress, Api, expect, putUnderReview, test } from './school';

// These change one application of the demo school in turn.
test.describe.configure({ mode: 'serial' });

test("the registrar's move shows on the open pages of student and parent within a second", async ({
  open,
  request,
}) => {
  const progress = await putUnderReview(request);
  const student = await open('student');
  const parent = await open('parent');
  const registrar = await open('registrar');
  await student.goto('/my-enrollment');
  await parent.goto(`/children?child=${progress.student_id}`);
  for (const page of [student, parent]) {
    await expect(page.getByRole('heading', { name: 'Under review' })).toBeVisible();
    await expect(page.getByRole('banner').getByText('Live', { exact: true })).toBeVisible();
  }

  await registrar.goto('/enrollment');
  await registrar.getByRole('button', { name: `Move ${progress.student_name}` }).click();
  const dialog = registrar.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Documents pending' }).check();
  await dialog.getByLabel('Remarks').fill('The report card is missing.');
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(dialog).toBeHidden();
  await Promise.all(
    [student, parent].map((page) =>
      expect(page.getByRole('heading', { name: 'Documents pending' })).toBeVisible({
        timeout: 1000,
      }),
    ),
  );
  await expect(student.getByText('The report card is missing.').first()).toBeVisible();
});

test('a move that somebody else made first is explained, and nothing typed is lost', async ({
  open,
  request,
}) => {
  const progress = await putUnderReview(request);
  const registrar = await open('registrar');
  await registrar.goto('/enrollment');
  await registrar.getByRole('button', { name: `Move ${progress.student_name}` }).click();
  const dialog = registrar.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Documents pending' }).check();
  await dialog.getByLabel('Remarks').fill('Typed with care.');

  const other = await Api.as(request, 'registrar');
  const now = await other.get<Progress>(`/enrollment/progress/${progress.student_id}`);
  await other.patch(`/enrollment/progress/${progress.student_id}`, now.version, {
    status: 'documents_pending',
  });

  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(dialog.getByText(/Somebody else moved this application/)).toBeVisible();
  await expect(dialog.getByLabel('Remarks')).toHaveValue('Typed with care.');
});

test('a parent of two children switches between them', async ({ open }) => {
  const parent = await open('parent');
  await parent.goto('/children');
  const switcher = parent.getByRole('navigation', { name: 'Child' });
  const links = switcher.getByRole('link');
  await expect(links).toHaveCount(2);
  for (const index of [1, 0]) {
    const name = await links.nth(index).innerText();
    await links.nth(index).click();
    await expect(links.nth(index)).toHaveAttribute('aria-current', /page|true/);
    await expect(parent.getByRole('heading', { name: new RegExp(name) }).first()).toBeVisible();
  }
});

test('the board finds an applicant and keeps the search in the address', async ({
  open,
  request,
}) => {
  const progress = await putUnderReview(request);
  const registrar = await open('registrar');
  await registrar.goto('/enrollment');
  await registrar.getByRole('searchbox').fill(progress.student_name);
  await expect(registrar).toHaveURL(/q=/);
  await expect(registrar.getByRole('link', { name: progress.student_name }).first()).toBeVisible();
  await registrar.reload();
  await expect(registrar.getByRole('searchbox')).toHaveValue(progress.student_name);
});

/** What the page asks of the API from now on. */
function countRequests(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/api/v1/')) asked.push(`${request.method()} ${pathname}${search}`);
  });
  return asked;
}

test('a move costs an open board two requests, whoever made it', async ({ open, request }) => {
  const progress = await putUnderReview(request);
  const board = await open('registrar');
  await board.goto('/enrollment');
  await expect(board.getByRole('banner').getByText('Live', { exact: true })).toBeVisible();
  const card = (column: string) =>
    board
      .getByRole('region', { name: column, exact: true })
      .getByRole('link', { name: progress.student_name });
  await expect(card('Under review')).toBeVisible();
  await board.waitForLoadState('networkidle');
  const asked = countRequests(board);
  const other = await Api.as(request, 'registrar');
  const moveElsewhere = async () => {
    const { version } = await other.get<Progress>(`/enrollment/progress/${progress.student_id}`);
    await other.patch(`/enrollment/progress/${progress.student_id}`, version, {
      status: 'documents_pending',
    });
    await expect(card('Documents pending')).toBeVisible();
  };

  await moveElsewhere();
  await board.getByRole('button', { name: `Move ${progress.student_name}` }).click();
  const dialog = board.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Under review' }).check();
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(card('Under review')).toBeVisible();
  // Whatever an echo might have asked for shows before the next move does.
  await moveElsewhere();
  expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(6);
});
