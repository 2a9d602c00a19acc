import { AxeBuilder } from '@axe-core/playwright';

import { type PersonName, expect, people, test } from './school';

const pages: Partial<Record<PersonName, string[]>> = {
  admin: [
    '/admin',
    '/people',
    '/audit',
    '/deleted-messages',
    '/settings',
    '/profile',
    '/profile?tab=notifications',
  ],
  principal: ['/principal', '/calendar?view=week', '/announcements', '/meetings'],
  coordinator: [
    '/coordinator',
    '/tasks',
    '/announcements?view=manage',
    '/announcements/new',
    '/events',
    '/events/new',
    '/subjects',
    '/grade-levels',
    '/school-years',
    '/sections',
  ],
  registrar: ['/registrar', '/enrollment', '/enrollment?view=list'],
  accounting: ['/accounting'],
  guidance: ['/guidance'],
  teacher: [
    '/teacher',
    '/messages',
    '/messages?compose=group',
    '/tasks',
    '/tasks/new',
    '/meetings',
    '/modules',
    '/calendar?view=month',
  ],
  student: [
    '/student',
    '/messages/search?q=a',
    '/tasks',
    '/my-enrollment',
    '/modules',
    '/announcements',
    '/calendar?view=list',
    '/notifications',
  ],
  parent: [
    '/parent',
    '/messages?compose=person&why=childs_teacher',
    '/tasks',
    '/children',
    '/calendar',
    '/meetings',
    '/modules',
  ],
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [person, paths] of Object.entries(pages) as [PersonName, string[]][]) {
    test(`axe finds nothing on the pages of ${person} in ${colorScheme}`, async ({ open }) => {
      // Each page takes seconds to look through, and some people have many.
      test.slow();
      const page = await open(person, { colorScheme });
      for (const path of paths) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(
          ({ id, nodes }) => `${path} ${id}: ${nodes.map((node) => node.target).join(' ')}`,
        );
        expect(found).toEqual([]);
      }
    });
  }

  test(`axe finds nothing on the pages of visitors in ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    for (const path of ['/login', '/forgot', '/reset#token=00000000000000000000000000000000']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id }) => `${path} ${id}`)).toEqual([]);
    }
    await context.close();
  });
}

test('no page scrolls sideways at 320 pixels', async ({ open }) => {
  test.slow();
  for (const [person, paths] of Object.entries(pages) as [PersonName, string[]][]) {
    const page = await open(person, { viewport: { width: 320, height: 640 } });
    for (const path of paths) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(wide, `${person} ${path}`).toBeLessThanOrEqual(0);
    }
  }
});

test('the palette, the search and the list of keys open by keyboard', async ({ open }) => {
  const page = await open('registrar');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Type a page, a person or an action').fill('Subjects');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/subjects');
  await page.goto('/enrollment');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.locator('body').press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
});

test('every home of the list is one of a person', () => {
  expect(Object.keys(pages).toSorted()).toEqual(Object.keys(people).toSorted());
});
