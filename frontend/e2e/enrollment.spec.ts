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
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
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
