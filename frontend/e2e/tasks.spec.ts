import { createHash } from 'node:crypto';

import { AxeBuilder } from '@axe-core/playwright';
import type { APIRequestContext, Page } from '@playwright/test';

import { Api, expect, type Section, sectionOfStudent, test } from './school';

interface Assignment {
  section_id: string;
  section_name: string;
  grade_level: string;
  subject_id: string;
  subject_title: string;
}

interface Task {
  id: string;
  title: string;
}

interface Submission {
  id: string;
  version: number;
  score: number | null;
}

const stamp = () => Date.now().toString(36);
const later = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const day = 86_400_000;

/** What the demo teacher teaches in a section that the demo student is in. */
async function sharedClass(request: APIRequestContext): Promise<Assignment> {
  const teacher = await Api.as(request, 'teacher');
  const me = await teacher.get<{ id: string }>('/users/me');
  const { items: taught } = await teacher.get<{ items: Assignment[] }>(
    `/teaching-assignments?teacher_id=${me.id}&limit=100`,
  );
  const { items: sections } = await teacher.get<{ items: Section[] }>(
    '/sections?mine=true&limit=100',
  );
  const section = await sectionOfStudent(
    request,
    sections.filter(({ id }) => taught.some((each) => each.section_id === id)),
  );
  const found = taught.find((each) => each.section_id === section.id);
  if (found === undefined) throw new Error('the teacher teaches nothing there');
  return found;
}

async function publishedTask(request: APIRequestContext, facts: object = {}): Promise<Task> {
  const { section_id, subject_id } = await sharedClass(request);
  const teacher = await Api.as(request, 'teacher');
  return teacher.post<Task>('/tasks', {
    section_id,
    subject_id,
    title: `Task ${stamp()}`,
    points: 20,
    due_at: later(7 * day),
    status: 'published',
    ...facts,
  });
}

async function expectNoViolations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);
}

const live = (page: Page) =>
  expect(page.getByRole('banner').getByText('Live', { exact: true })).toBeVisible();
const text = (page: Page) => page.getByLabel(/^Your text/);
const saved = (page: Page) => page.getByText('Saved as a draft, not handed in yet');

test('a task is set, handed in, graded and returned, and each sees it at once', async ({
  open,
  request,
}) => {
  test.slow();
  const taught = await sharedClass(request);
  const [teacher, student] = [await open('teacher'), await open('student')];
  const parent = await open('parent', { colorScheme: 'dark' });
  const title = `Fractions ${stamp()}`;
  const answer = Buffer.from('Three quarters is 0.75.');
  await student.goto('/tasks');
  await live(student);

  await teacher.goto(`/tasks/new?section=${taught.section_id}`);
  await teacher
    .getByLabel('Section and subject')
    .selectOption(`${taught.section_id} ${taught.subject_id}`);
  await teacher.getByLabel('Title').fill(title);
  await teacher.getByLabel(/^Instructions/).fill('Work on **page 3**.');
  await expect(teacher.getByRole('region', { name: 'Preview' }).locator('strong')).toHaveText(
    'page 3',
  );
  await teacher.getByLabel('Points').fill('20');
  await teacher.getByRole('button', { name: 'Publish' }).click();
  await teacher.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
  await teacher.getByLabel(/^Choose files/).setInputFiles({
    name: 'worksheet.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Page 3, numbers 1 to 4.'),
  });
  await expect(
    teacher.getByRole('list', { name: 'Files' }).getByText('worksheet.txt'),
  ).toBeVisible();

  await student.getByRole('link', { name: title }).click();
  await expect(student.getByText('page 3', { exact: true })).toBeVisible();
  await student.getByRole('button', { name: 'Preview worksheet.txt' }).click();
  await expect(student.getByText('Page 3, numbers 1 to 4.')).toBeVisible();
  await student.keyboard.press('Escape');
  await text(student).fill('See my file.');
  await student.getByLabel(/^Choose files/).setInputFiles({
    name: 'answer.txt',
    mimeType: 'text/plain',
    buffer: answer,
  });
  await expect(student.getByRole('button', { name: 'Remove answer.txt' })).toBeVisible();
  await expectNoViolations(student);

  const address = new URL(teacher.url()).pathname;
  await teacher.goto(`${address}/grading`);
  await live(teacher);
  const list = teacher.getByRole('list', { name: 'Students' });
  await expect(list.getByText('To grade')).toBeHidden();
  await student.getByRole('button', { name: 'Hand in', exact: true }).click();
  await expect(student.getByText(/^Handed in\. Your receipt has the number \d+\.$/)).toBeVisible();
  await expect(text(student)).toHaveValue('');
  await student.getByRole('link', { name: 'Show receipt' }).click();
  const digest = createHash('sha256').update(answer).digest('hex');
  await expect(student.getByText(`SHA-256 ${digest}`)).toBeVisible();
  await student.goBack();

  await list.getByRole('link').filter({ hasText: 'To grade' }).click();
  await expect(teacher.getByText('See my file.')).toBeVisible();
  await teacher.getByRole('button', { name: 'Preview answer.txt' }).click();
  await expect(teacher.getByText('Three quarters is 0.75.')).toBeVisible();
  await teacher.keyboard.press('Escape');
  const score = teacher.getByLabel('Score, of 20');
  await score.fill('20.5');
  await teacher.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(teacher.getByText('At most 20: that is what the task is worth.')).toBeVisible();
  await score.fill('18.5');
  await teacher.getByLabel(/^Comment/).fill('Well explained.');
  await teacher.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(teacher.getByText('The student does not see it yet.')).toBeVisible();
  await expectNoViolations(teacher);
  await expect(student.getByText('Well explained.')).toBeHidden();
  await teacher.getByRole('button', { name: 'Return', exact: true }).click();
  await expect(teacher.getByText(/the student sees every change at once/)).toBeVisible();

  await expect(student.getByText('Well explained.')).toBeVisible();
  await expect(student.getByText('18.5 of 20').first()).toBeVisible();
  const me = await (await Api.as(request, 'student')).get<{ id: string }>('/users/me');
  await parent.goto(`/tasks?child=${me.id}`);
  await parent.getByRole('link', { name: title }).click();
  await expect(parent.getByText('Well explained.')).toBeVisible();
  await expect(parent.getByRole('button', { name: 'Hand in' })).toBeHidden();
  await expectNoViolations(parent);
});

test('a draft survives a reload, a lost network and a closed tab', async ({ open, request }) => {
  const task = await publishedTask(request);
  const student = await open('student');
  const context = student.context();
  await student.goto(`/tasks/${task.id}`);
  await text(student).fill('Written at school.');
  await expect(saved(student)).toBeVisible();
  await student.reload();
  await expect(text(student)).toHaveValue('Written at school.');

  await context.setOffline(true);
  await text(student).fill('Written at school. And on the bus.');
  await expect(student.getByText(/^Kept on this device/)).toBeVisible();
  await context.setOffline(false);
  await expect(saved(student)).toBeVisible();

  await context.setOffline(true);
  await text(student).fill('Written at school. And on the bus. And at home.');
  await expect(student.getByText(/^Kept on this device/)).toBeVisible();
  await student.close({ runBeforeUnload: false });
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(`/tasks/${task.id}`);
  await expect(text(again)).toHaveValue('Written at school. And on the bus. And at home.');
  await expect(saved(again)).toBeVisible();
  const api = await Api.as(request, 'student');
  expect(await api.get(`/tasks/${task.id}/draft`)).toMatchObject({
    text: 'Written at school. And on the bus. And at home.',
  });
});

test('two tabs do not overwrite each other', async ({ open, request }) => {
  const task = await publishedTask(request);
  const first = await open('student');
  await first.goto(`/tasks/${task.id}`);
  const second = await first.context().newPage();
  await second.goto(`/tasks/${task.id}`);
  await text(second).fill('From the second tab.');
  await expect(saved(second)).toBeVisible();
  await text(first).fill('From the first tab.');
  const other = first.getByRole('region', { name: 'Saved elsewhere' });
  await expect(other).toContainText('From the second tab.');
  await expect(text(first)).toHaveValue('From the first tab.');
  await first
    .getByRole('region', { name: 'Typed here' })
    .getByRole('button', { name: 'Go on with this' })
    .click();
  await expect(saved(first)).toBeVisible();
  const api = await Api.as(request, 'student');
  expect(await api.get(`/tasks/${task.id}/draft`)).toMatchObject({ text: 'From the first tab.' });
});

test('a task closes on the open page', async ({ open, request }) => {
  const student = await open('student');
  const task = await publishedTask(request, { due_at: later(8000), closes_at: later(8000) });
  await student.goto(`/tasks/${task.id}`);
  await text(student).fill('Nearly ready.');
  await expect(student.getByText(/^Closed since/)).toBeVisible({ timeout: 15_000 });
  await expect(student.getByRole('button', { name: 'Hand in', exact: true })).toBeHidden();
  await expect(student.getByText('Nearly ready.')).toBeVisible();
});

test('who grades second sees both scores and decides', async ({ open, request }) => {
  const task = await publishedTask(request);
  const student = await Api.as(request, 'student');
  const submission = await student.post<Submission>(`/tasks/${task.id}/submissions`, {
    text: 'My work.',
  });
  const teacher = await open('teacher');
  await teacher.goto(`/tasks/${task.id}/grading?show=to_grade`);
  await teacher.getByRole('list', { name: 'Students' }).getByRole('link').click();
  await teacher.getByLabel('Score, of 20').fill('12');
  const colleague = await Api.as(request, 'teacher');
  await colleague.post(`/submissions/${submission.id}/grade`, { score: 19 }, [200], {
    'If-Match': `"${submission.version}"`,
  });
  await teacher.keyboard.press('Control+Enter');
  await expect(teacher.getByRole('region', { name: 'Saved now' })).toContainText('19');
  const mine = teacher.getByRole('region', { name: 'Yours' });
  await expect(mine).toContainText('12');
  await mine.getByRole('button', { name: 'Save mine instead' }).click();
  await expect(teacher.getByRole('region', { name: 'Saved now' })).toBeHidden();
  expect(await colleague.get<Submission>(`/submissions/${submission.id}`)).toMatchObject({
    score: 12,
  });
});
