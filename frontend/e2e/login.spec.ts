import { type PersonName, expect, people, test } from './school';

for (const person of Object.keys(people) as PersonName[]) {
  test(`${person} logs in and lands on a home of their own`, async ({ open }) => {
    const page = await open(person);
    expect(new URL(page.url()).pathname).toBe(people[person].home);
    await expect(page.getByRole('banner').getByText('Live', { exact: true })).toBeVisible();
  });
}

test('a wrong password is told without telling whether the account exists', async ({ page }) => {
  const say = async (email: string) => {
    await page.goto('/login');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('certainly not the password');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert').first();
    await expect(alert).toBeVisible();
    return alert.innerText();
  };
  expect(await say(`nobody.${Date.now()}@school.local`)).toBe(await say('guidance@school.local'));
});

test('a reload restores the session without showing the login page', async ({ open }) => {
  const page = await open('teacher');
  const seen: string[] = [];
  page.on('framenavigated', (frame) => seen.push(new URL(frame.url()).pathname));
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(seen.every((path) => path === '/teacher')).toBe(true);
});

test('logging out clears everything, and going back shows the login page', async ({ open }) => {
  const page = await open('accounting');
  await page.getByRole('link', { name: 'Sections' }).first().click();
  await page.waitForURL('**/sections');
  await page.getByRole('button', { name: /^My account/ }).click();
  await page
    .getByRole('button', { name: 'Log out' })
    .or(page.getByRole('menuitem', { name: 'Log out' }))
    .first()
    .click();
  await page.waitForURL('**/login**');
  await page.goBack();
  await expect(page.getByLabel('Email')).toBeVisible();
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(kept).not.toContain('eyJ');
  expect(
    (await page.context().cookies()).filter((cookie) => cookie.name === 'homeroom_refresh'),
  ).toEqual([]);
});

test('two tabs refresh at once and both stay logged in', async ({ open }) => {
  const first = await open('principal');
  const second = await first.context().newPage();
  await Promise.all([first.reload(), second.goto('/principal')]);
  await Promise.all(
    [first, second].map((page) => expect(page.getByRole('heading', { level: 1 })).toBeVisible()),
  );
});

test('a page that is not open to the role says so', async ({ open }) => {
  const page = await open('student');
  await page.goto('/people');
  await expect(page.getByRole('heading', { name: 'This page is not open to you' })).toBeVisible();
  await page.goto('/nowhere-at-all');
  await expect(page.getByRole('heading', { name: 'This page does not exist' })).toBeVisible();
});

test('someone who is sent to the login comes back to where they wanted to go', async ({ page }) => {
  await page.goto('/enrollment?view=list');
  await expect(page.getByLabel('Email')).toBeVisible();
  await page.getByLabel('Email').fill(people.registrar.email);
  await page.getByLabel('Password', { exact: true }).fill(people.registrar.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/enrollment**');
});

test('the login works by keyboard alone', async ({ page }) => {
  await page.goto('/login');
  await expect(page.getByLabel('Email')).toBeVisible();
  await page.getByLabel('Email').focus();
  await page.keyboard.type(people.guidance.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(people.guidance.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/guidance');
});
