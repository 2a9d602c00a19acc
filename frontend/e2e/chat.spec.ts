import { AxeBuilder } from '@axe-core/playwright';
import type { APIRequestContext, Page } from '@playwright/test';

import { Api, expect, type PersonName, test } from './school';
import { OwnServer, serverPort } from './server';

interface Conversation {
  id: string;
}

interface Message {
  body: string;
}

const stamp = () => Date.now().toString(36);

const log = (page: Page) => page.getByRole('log', { name: 'Messages', exact: true });
const field = (page: Page) => page.getByRole('textbox', { name: /^Write to/ });
const conversations = (page: Page) => page.getByRole('list', { name: 'Conversations' });
const live = (page: Page) =>
  expect(page.getByRole('banner').getByText('Live', { exact: true })).toBeVisible();

async function nameOf(request: APIRequestContext, person: PersonName) {
  const api = await Api.as(request, person);
  return api.get<{ id: string; first_name: string; last_name: string }>('/users/me');
}

/** The conversation of the demo teacher and student, which earlier runs may have left there. */
async function ownConversation(request: APIRequestContext): Promise<Conversation> {
  const student = await nameOf(request, 'student');
  const teacher = await Api.as(request, 'teacher');
  return teacher.post<Conversation>(
    '/conversations',
    { kind: 'direct', member_ids: [student.id] },
    [200, 201],
  );
}

async function openThread(page: Page, { id }: Conversation) {
  await page.goto(`/messages/${id}`);
  await expect(log(page)).toBeVisible();
}

async function send(page: Page, text: string) {
  await field(page).fill(text);
  await field(page).press('Enter');
  await expect(field(page)).toHaveValue('');
}

async function expectNoViolations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);
}

test('two people write to each other, and see at once what the other does', async ({
  open,
  request,
}) => {
  test.slow();
  const pupil = await nameOf(request, 'student');
  const [teacher, student] = [await open('teacher'), await open('student')];
  await student.goto('/messages');
  await live(student);

  await teacher.goto('/messages');
  await teacher.getByRole('link', { name: 'New message' }).first().click();
  const dialog = teacher.getByRole('dialog', { name: 'New conversation' });
  await dialog
    .getByRole('combobox', { name: 'Person' })
    .fill(`${pupil.first_name} ${pupil.last_name}`);
  await teacher
    .getByRole('option', { name: `${pupil.first_name} ${pupil.last_name}` })
    .first()
    .click();
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await teacher.waitForURL(/\/messages\/[0-9a-f-]{36}/);
  await live(teacher);
  const greeting = `Good morning ${stamp()}`;
  await send(teacher, greeting);
  await expect(log(teacher).getByText(greeting)).toHaveCount(1);

  const row = conversations(student).getByRole('link').filter({ hasText: greeting });
  await expect(row).toBeVisible();
  await expect(row).toContainText(/unread message/);
  await row.click();
  await expect(log(student).getByText(greeting)).toBeVisible();
  await expect(row).not.toContainText(/unread message/);
  await expect(teacher.getByText('Read', { exact: true })).toBeVisible();

  await field(student).pressSequentially('Good ');
  await expect(teacher.getByText(`${pupil.first_name} is writing…`)).toBeVisible();
  const answer = `morning, Sir ${stamp()}`;
  await field(student).pressSequentially(answer);
  await field(student).press('Enter');
  await expect(log(teacher).getByText(`Good ${answer}`)).toBeVisible();

  await field(student).press('ArrowUp');
  const editing = student.getByRole('textbox', { name: 'Your message' });
  await editing.fill(`Good evening ${answer}`);
  await editing.press('Enter');
  await expect(log(teacher).getByText(`Good evening ${answer}`)).toBeVisible();
  await expect(log(teacher).getByText('edited').last()).toBeVisible();

  await log(student).getByText(`Good evening ${answer}`).hover();
  await student
    .getByRole('button', { name: /^Delete “Good evening/ })
    .last()
    .click();
  await student.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(log(teacher).getByText(`Good evening ${answer}`)).toBeHidden();
  await expect(log(teacher).getByText('This message was deleted.').last()).toBeVisible();
});

test('a file goes with a message and is looked at by the other', async ({ open, request }) => {
  const talk = await ownConversation(request);
  const [teacher, student] = [await open('teacher'), await open('student')];
  await openThread(student, talk);
  await live(student);
  await openThread(teacher, talk);
  const name = `groups-${stamp()}.txt`;
  await teacher.getByLabel('Attach files').setInputFiles({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from('Group 1: Amihan, Andres'),
  });
  await expect(teacher.getByRole('button', { name: `Remove ${name}` })).toBeVisible();
  await teacher.getByRole('button', { name: 'Send', exact: true }).click();
  await student.getByRole('button', { name: `Preview ${name}` }).click();
  await expect(student.getByText('Group 1: Amihan, Andres')).toBeVisible();
});

test('what is written while the server is away arrives once when it is back', async ({ open }) => {
  test.setTimeout(300_000);
  const server = new OwnServer('e2e-chat', serverPort + 1);
  await server.start();
  try {
    const baseURL = server.url;
    const teacher = await open('teacher', { baseURL });
    const student = await open('student', { baseURL });
    const talk = await ownConversation(teacher.request);
    await openThread(teacher, talk);
    await openThread(student, talk);
    await live(teacher);
    await live(student);

    await server.stop();
    await expect(teacher.getByText(/sent and fetched more slowly/)).toBeVisible();
    const texts = [1, 2, 3].map((number) => `Written in the dark ${number} ${stamp()}`);
    for (const text of texts) await send(teacher, text);
    await expect(log(teacher).getByText('Being sent…')).toHaveCount(3);

    await server.start();
    for (const text of texts)
      await expect(log(student).getByText(text)).toHaveCount(1, { timeout: 60_000 });
    await expect(log(teacher).getByText('Being sent…')).toHaveCount(0);
    await live(teacher);
    for (const text of texts) await expect(log(teacher).getByText(text)).toHaveCount(1);

    const api = await Api.as(student.request, 'student');
    const { items } = await api.get<{ items: Message[] }>(`/conversations/${talk.id}/messages`);
    expect(items.map(({ body }) => body).filter((body) => texts.includes(body))).toEqual(texts);
  } finally {
    await server.stop();
  }
});

test('what is written without a network survives a reload of the page', async ({
  open,
  request,
}) => {
  const talk = await ownConversation(request);
  const teacher = await open('teacher');
  await openThread(teacher, talk);
  await live(teacher);
  const text = `Kept over a reload ${stamp()}`;
  // Neither way leads to the server, but its pages still come.
  await teacher.routeWebSocket(/\/realtime$/, (socket) => socket.close());
  await teacher.route('**/messages', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await teacher.reload();
  await expect(log(teacher)).toBeVisible();
  await send(teacher, text);
  await expect(log(teacher).getByText('Being sent…')).toBeVisible();
  await teacher.reload();
  await expect(log(teacher).getByText(text)).toHaveCount(1);
  await teacher.unrouteAll();
  await expect(log(teacher).getByText('Being sent…')).toBeHidden({ timeout: 40_000 });
  await expect(log(teacher).getByText(text)).toHaveCount(1);
});

test('somebody is there until their last tab is closed', async ({ open, request }) => {
  test.setTimeout(180_000);
  const talk = await ownConversation(request);
  const teacher = await open('teacher');
  await openThread(teacher, talk);
  await live(teacher);
  const student = await open('student');
  await live(student);
  const second = await student.context().newPage();
  await second.goto('/student');
  await live(second);
  const header = teacher.getByText(/^Student · /);
  await expect(header).toHaveText('Student · Online');
  await second.close();
  await teacher.waitForTimeout(3000);
  await expect(header).toHaveText('Student · Online');
  await student.close();
  await expect(header).toHaveText(/^Student · (Last seen|Offline)/, { timeout: 90_000 });
});

test('everything is done by keyboard alone', async ({ open, request }) => {
  const talk = await ownConversation(request);
  const teacher = await open('teacher');
  const api = await Api.as(request, 'teacher');
  const text = `By keyboard ${stamp()}`;
  // It stands first in the list then.
  await api.post(`/conversations/${talk.id}/messages`, {
    client_message_id: crypto.randomUUID(),
    body: `Before ${text}`,
  });
  await teacher.goto('/messages');
  await expect(conversations(teacher).getByRole('link').first()).toContainText(`Before ${text}`);
  await teacher.keyboard.press('/');
  await expect(teacher.getByRole('searchbox').first()).toBeFocused();
  await teacher.keyboard.press('ArrowDown');
  await expect(conversations(teacher).getByRole('link').first()).toBeFocused();
  await teacher.keyboard.press('Enter');
  await expect(field(teacher)).toBeFocused();
  await teacher.keyboard.type(text);
  await teacher.keyboard.press('Enter');
  await expect(log(teacher).getByText(text, { exact: true })).toHaveCount(1);
});

test('a message is found by its words, and opened where it stands', async ({ open, request }) => {
  const talk = await ownConversation(request);
  const api = await Api.as(request, 'teacher');
  const word = `kalabaw${stamp()}`;
  await api.post(`/conversations/${talk.id}/messages`, {
    client_message_id: crypto.randomUUID(),
    body: `The ${word} is on page 12.`,
  });
  const student = await open('student');
  await student.goto('/messages');
  await student.getByRole('searchbox').first().fill(word);
  await student.getByRole('link', { name: `Search for “${word}” in messages` }).click();
  await student.getByRole('list', { name: 'Search in messages' }).getByRole('link').click();
  await student.waitForURL(/at=\d+/);
  await expect(log(student).getByText(`The ${word} is on page 12.`)).toBeInViewport();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on conversations in ${colorScheme}`, async ({ open, request }) => {
    test.slow();
    const talk = await ownConversation(request);
    const teacher = await open('teacher', { colorScheme });
    await openThread(teacher, talk);
    await send(teacher, `Seen by axe ${stamp()}, and https://school.local/page`);
    await expect(log(teacher).getByText('Being sent…')).toHaveCount(0);
    await expectNoViolations(teacher);
    await teacher.getByRole('button', { name: 'Details of the conversation' }).click();
    await expect(teacher.getByRole('dialog').getByText('Teacher').first()).toBeVisible();
    await expectNoViolations(teacher);
  });
}

test('conversations do not scroll sideways on a phone, and there is a way back', async ({
  open,
  request,
}) => {
  const talk = await ownConversation(request);
  for (const width of [390, 320]) {
    const teacher = await open('teacher', { viewport: { width, height: 800 } });
    await openThread(teacher, talk);
    await send(teacher, `https://school.local/${'long'.repeat(60)} ${'x'.repeat(200)}`);
    await expect(log(teacher).getByText('Being sent…')).toHaveCount(0);
    const wide = () =>
      teacher.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await wide()).toBeLessThanOrEqual(0);
    const inside = await log(teacher).evaluate((box) => box.scrollWidth - box.clientWidth);
    expect(inside).toBeLessThanOrEqual(0);
    await teacher.getByRole('link', { name: 'Back to the conversations' }).click();
    await expect(conversations(teacher)).toBeVisible();
    expect(await wide()).toBeLessThanOrEqual(0);
  }
});
