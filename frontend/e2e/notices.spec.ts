import { Api, expect, test } from './school';

const stamp = () => Date.now().toString(36);

test('what a coordinator announces shows on the open page of a student', async ({ open }) => {
  const student = await open('student');
  const coordinator = await open('coordinator');
  await student.goto('/announcements');
  await expect(student.getByRole('banner').getByText('Live', { exact: true })).toBeVisible();
  const bell = student.getByRole('button', { name: /^Notifications/ });
  const title = `Water on Friday ${stamp()}`;

  await coordinator.goto('/announcements/new');
  await coordinator.getByLabel('Title').fill(title);
  await coordinator
    .getByLabel('Text')
    .fill('Bring **water**. <script>alert(1)</script> [no](javascript:alert(1))');
  const preview = coordinator.getByRole('region', { name: 'Preview' });
  await expect(preview.locator('strong')).toHaveText('water');
  await coordinator.getByRole('radio', { name: 'Some roles or sections' }).check();
  await coordinator.getByRole('checkbox', { name: 'Students' }).check();
  await expect(coordinator.getByText(/^Reaches \d+ people$/)).toBeVisible();
  await coordinator.getByRole('button', { name: 'Save announcement' }).click();
  await coordinator.waitForURL(/\/announcements\/[0-9a-f-]{36}$/);

  const card = student.getByRole('article', { name: title });
  await expect(card).toBeVisible({ timeout: 3000 });
  await expect(card.locator('strong')).toHaveText('water');
  expect(await card.locator('script, a[href^="javascript"]').count()).toBe(0);
  await expect(bell).toHaveAccessibleName(/unread/);

  await card.getByRole('button', { name: /^Mark as read/ }).click();
  await expect(card.getByText('New', { exact: true })).toBeHidden();
  await coordinator.reload();
  await expect(coordinator.getByText(/^1 of \d+ people have read it$/)).toBeVisible();

  await coordinator.getByRole('button', { name: 'Delete' }).click();
  await coordinator.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await coordinator.waitForURL('**/announcements?view=manage');
  await expect(card).toBeHidden();
});

test('what is for others or for later is shown to no student', async ({ open }) => {
  const student = await open('student');
  const principal = await open('principal');
  const title = `Only for teachers ${stamp()}`;
  await principal.goto('/announcements/new');
  await principal.getByLabel('Title').fill(title);
  await principal.getByLabel('Text').fill('A meeting of the staff.');
  await principal.getByRole('radio', { name: 'Some roles or sections' }).check();
  await principal.getByRole('checkbox', { name: 'Teachers' }).check();
  await principal.getByLabel(/^Appears/).fill('2034-02-28T08:00');
  await principal.getByRole('button', { name: 'Save announcement' }).click();
  await principal.waitForURL(/\/announcements\/[0-9a-f-]{36}$/);
  const address = new URL(principal.url()).pathname;
  await student.goto(address);
  await expect(student.getByRole('heading', { name: 'This page does not exist' })).toBeVisible();
  await student.goto('/announcements');
  await expect(student.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(student.getByText(title)).toBeHidden();
  await principal.getByRole('button', { name: 'Delete' }).click();
  await principal.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await principal.waitForURL('**/announcements?view=manage');
});

test('an event of whole days stands on its days, whatever the clock of the device', async ({
  open,
}) => {
  const coordinator = await open('coordinator');
  const title = `Foundation days ${stamp()}`;
  await coordinator.goto('/events/new?day=2032-02-28');
  await coordinator.getByLabel('Title').fill(title);
  await coordinator.getByLabel('Ends').fill('2032-02-29');
  await coordinator.getByRole('button', { name: 'Create' }).click();
  await coordinator.waitForURL(/\/events\/[0-9a-f-]{36}$/);
  for (const timezoneId of ['America/Los_Angeles', 'Pacific/Kiritimati']) {
    const student = await open('student', { timezoneId });
    await student.goto('/calendar?view=list&date=2032-02-25');
    const days = student.getByRole('listitem').filter({ has: student.getByRole('heading') });
    const held = days.filter({ hasText: title });
    await expect(held.getByRole('heading')).toHaveText(['Sat, Feb 28, 2032', 'Sun, Feb 29, 2032']);
    await student.goto('/calendar?view=month&date=2032-02-25');
    await expect(student.getByText(title).first()).toBeVisible();
  }
  await coordinator.getByRole('button', { name: 'Delete' }).click();
  await coordinator.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await coordinator.waitForURL('**/events');
});

test('an entry of the calendar opens and closes by keyboard', async ({ open }) => {
  const coordinator = await open('coordinator');
  const title = `Open day ${stamp()}`;
  await coordinator.goto('/events/new?day=2033-03-10');
  await coordinator.getByLabel('Title').fill(title);
  await coordinator.getByRole('button', { name: 'Create' }).click();
  await coordinator.waitForURL(/\/events\/[0-9a-f-]{36}$/);
  await coordinator.goto('/calendar?view=month&date=2033-03-10');
  const entry = coordinator.getByRole('button', { name: new RegExp(title) });
  await entry.focus();
  await coordinator.keyboard.press('Enter');
  const details = coordinator.getByRole('dialog', { name: title });
  await expect(details).toBeVisible();
  await coordinator.keyboard.press('Escape');
  await expect(details).toBeHidden();
});

test('the address of a calendar feed ends when it is revoked', async ({ open, request }) => {
  const parent = await open('parent');
  await parent.goto('/calendar');
  await parent.getByRole('button', { name: 'Subscribe' }).click();
  const dialog = parent.getByRole('dialog');
  const replace = dialog.getByRole('button', { name: 'Make a new address' });
  const make = dialog.getByRole('button', { name: 'Make an address' });
  await expect(make.or(replace)).toBeVisible();
  if (await replace.isVisible()) {
    await replace.click();
    await parent
      .getByRole('alertdialog')
      .getByRole('button', { name: 'Make a new address' })
      .click();
  } else await make.click();
  const address = new URL(await dialog.getByLabel('Address').inputValue());
  const feed = await request.get(address.pathname);
  expect(feed.status()).toBe(200);
  expect(feed.headers()['content-type']).toContain('text/calendar');
  expect(await feed.text()).toContain('BEGIN:VCALENDAR');

  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await parent.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(make).toBeVisible();
  expect((await request.get(address.pathname)).status()).toBe(404);
});

test('the bell leads to what happened, and what comes by mail is chosen in the profile', async ({
  open,
  request,
}) => {
  const coordinator = await Api.as(request, 'coordinator');
  const title = `News ${stamp()}`;
  await coordinator.post('/announcements', {
    title,
    body: 'Something to read.',
    audience: { everyone: true, roles: [], section_ids: [] },
  });
  const guidance = await open('guidance');
  const bell = guidance.getByRole('button', { name: /^Notifications/ });
  await expect(bell).toHaveAccessibleName(/unread/);
  await bell.click();
  await guidance.getByRole('link', { name: new RegExp(title) }).click();
  await expect(guidance.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await bell.click();
  const readAll = guidance.getByRole('button', { name: 'Mark all as read' });
  if (await readAll.isVisible()) await readAll.click();
  await expect(bell).toHaveAccessibleName('Notifications');

  await guidance.goto('/profile?tab=notifications');
  const meetings = guidance.getByRole('checkbox', { name: 'Announcements' });
  await meetings.setChecked(!(await meetings.isChecked()));
  await guidance.getByRole('button', { name: 'Save changes' }).click();
  await expect(guidance.getByText('Saved.')).toBeVisible();
});
