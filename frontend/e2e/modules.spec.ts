import { readFile } from 'node:fs/promises';

import type { APIRequestContext, Page } from '@playwright/test';

import { samplePdf } from '../src/testing/sample-files';
import { Api, expect, people, type Section, sectionOfStudent, test } from './school';

interface Module {
  id: string;
  title: string;
}

const pdf = Buffer.from(samplePdf(8), 'latin1');
const stamp = () => Date.now().toString(36);

async function taughtSection(request: APIRequestContext): Promise<Section> {
  const teacher = await Api.as(request, 'teacher');
  const { items } = await teacher.get<{ items: Section[] }>('/sections?mine=true&limit=100');
  return sectionOfStudent(request, items);
}

/** A student who is not in the section. */
async function strangerTo(request: APIRequestContext, section: Section): Promise<Api> {
  const registrar = await Api.as(request, 'registrar');
  const { items } = await registrar.get<{ items: Section[] }>('/sections?limit=100');
  const other = items.find(({ id, enrolled }) => id !== section.id && enrolled > 0);
  const { items: students } = await registrar.get<{ items: { email: string }[] }>(
    `/sections/${other?.id}/students?limit=100`,
  );
  const stranger = students.find(({ email }) => email !== people.student.email);
  if (stranger === undefined) throw new Error('nobody is in another section');
  return Api.of(request, stranger.email, people.student.password);
}

/** The modules of a section with this in their titles: earlier runs left others there. */
const modulesOf = (section: Section, title: string) =>
  `/sections/${section.id}?tab=modules&q=${encodeURIComponent(title)}`;

/** Opens the dialog on the page of the section, and chooses files in it. */
async function choose(
  teacher: Page,
  section: Section,
  title: string,
  files: Parameters<Page['setInputFiles']>[1],
) {
  await teacher.goto(modulesOf(section, title));
  await teacher.getByRole('button', { name: 'Add modules' }).click();
  const dialog = teacher.getByRole('dialog', { name: 'Add modules' });
  await dialog.getByLabel(/^Choose files/).setInputFiles(files);
  return dialog;
}

const row = (page: Page, title: string) =>
  page
    .getByRole('list', { name: 'Learning modules' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: title, exact: true }) });

test('a module is there for its section at once, to look at and to take along, and for nobody else', async ({
  open,
  request,
}) => {
  test.slow();
  const section = await taughtSection(request);
  const [teacher, student, parent] = [
    await open('teacher'),
    await open('student'),
    await open('parent'),
  ];
  const title = `Fractions ${stamp()}`;
  await student.goto(modulesOf(section, title));
  await expect(student.getByRole('banner').getByText('Live', { exact: true })).toBeVisible();

  const dialog = await choose(teacher, section, title, [
    { name: `${title}.pdf`, mimeType: 'application/pdf', buffer: pdf },
    { name: `Notes ${title}.txt`, mimeType: 'text/plain', buffer: Buffer.from('Read page 3.') },
  ]);
  await dialog.getByRole('button', { name: 'Upload 2' }).click();
  await expect(dialog).toBeHidden();
  await expect(row(student, title)).toBeVisible({ timeout: 5000 });
  await expect(row(student, `Notes ${title}`)).toBeVisible();

  await student.getByRole('button', { name: `Preview Notes ${title}.txt` }).click();
  await expect(student.getByText('Read page 3.')).toBeVisible();
  await student.keyboard.press('Escape');
  await student.getByRole('button', { name: `Preview ${title}.pdf` }).click();
  const pages = student.getByRole('region', { name: `Pages of ${title}.pdf` });
  await expect(pages.getByText('Fractions, page 1')).toBeAttached();
  await expect(pages.locator('canvas').first()).toBeVisible();
  await pages.focus();
  await student.keyboard.press('End');
  await expect(student.getByText('Page 8 of 8', { exact: true })).toBeVisible();
  await student.keyboard.press('Escape');

  const saving = student.waitForEvent('download');
  await student.getByRole('button', { name: `Download ${title}.pdf` }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe(`${title}.pdf`);
  expect((await readFile(await saved.path())).equals(pdf)).toBe(true);

  const { id: child } = await (await Api.as(request, 'student')).get<{ id: string }>('/users/me');
  await parent.goto(`/modules?child=${child}&q=${encodeURIComponent(title)}`);
  await expect(row(parent, title)).toBeVisible();
  await teacher.reload();
  await expect(
    row(teacher, title).getByRole('button', { name: /^Opened by 1 person/ }),
  ).toBeVisible();

  const api = await Api.as(request, 'teacher');
  const { items } = await api.get<{ items: Module[] }>(`/modules?q=${encodeURIComponent(title)}`);
  const stranger = await strangerTo(request, section);
  await Promise.all(
    items.map(async ({ id }) => {
      expect(await stranger.ask(`/modules/${id}`)).toBe(404);
      expect(await stranger.ask(`/modules/${id}/file`)).toBe(404);
    }),
  );
  expect(await stranger.ask(`/modules/section/${section.id}`)).toBe(404);
});

test('an upload shows how far it is, leaves nothing when it is cancelled, and can be tried again', async ({
  open,
  request,
}) => {
  test.slow();
  const section = await taughtSection(request);
  const api = await Api.as(request, 'teacher');
  const title = `Slow ${stamp()}`;
  const found = async () =>
    (await api.get<{ items: Module[] }>(`/modules?q=${encodeURIComponent(title)}`)).items.length;
  const teacher = await open('teacher');
  const dialog = await choose(teacher, section, title, {
    name: `${title}.txt`,
    mimeType: 'text/plain',
    buffer: Buffer.alloc(3_000_000, 'All work and no play. '),
  });

  const browser = await teacher.context().newCDPSession(teacher);
  const limit = (uploadThroughput: number) =>
    browser.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await browser.send('Network.enable');
  await limit(200_000);
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(dialog.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[1-9]\d?$/);
  await dialog.getByRole('button', { name: `Cancel the upload of ${title}.txt` }).click();
  await expect(dialog.getByText(/Cancelled/)).toBeVisible();
  await limit(-1);
  expect(await found()).toBe(0);

  await teacher.route('**/api/v1/modules', (route) => route.abort(), { times: 1 });
  const again = dialog.getByRole('button', { name: `Upload ${title}.txt again` });
  await again.click();
  await expect(dialog.getByRole('alert')).toContainText('could not be reached');
  await expect(dialog.getByLabel('Title')).toHaveValue(title);
  await again.click();
  await expect(dialog).toBeHidden();
  await expect(row(teacher, title)).toBeVisible();
  expect(await found()).toBe(1);

  await teacher.getByRole('button', { name: `More for ${title}` }).click();
  await teacher.getByRole('button', { name: 'Remove' }).click();
  await teacher.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(row(teacher, title)).toBeHidden();
});

test('a file that is not what it says is refused with a reason', async ({ open, request }) => {
  const section = await taughtSection(request);
  const teacher = await open('teacher');
  const title = `Page ${stamp()}`;
  const dialog = await choose(teacher, section, title, {
    name: `${title}.pdf`,
    mimeType: 'application/pdf',
    // Longer than what is on its way when the server has seen enough.
    buffer: Buffer.alloc(20_000_000, '<html><script>alert(1)</script></html>'),
  });
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('contents are not what its name says');
});

/** A second of film, made by the browser itself. */
async function film(page: Page): Promise<Buffer> {
  const text = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    const paint = () => canvas.getContext('2d')?.fillRect(0, 0, Math.random() * 300, 100);
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
    recorder.start();
    const painting = setInterval(paint, 40);
    setTimeout(() => recorder.stop(), 1000);
    await stopped;
    clearInterval(painting);
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
  });
  return Buffer.from(text, 'base64');
}

test('a film plays in the page, part by part', async ({ open, request }) => {
  const section = await taughtSection(request);
  const teacher = await open('teacher');
  const title = `Film ${stamp()}`;
  const dialog = await choose(teacher, section, title, {
    name: `${title}.webm`,
    mimeType: 'video/webm',
    buffer: await film(teacher),
  });
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(dialog).toBeHidden();
  const part = teacher.waitForResponse(
    (answer) => answer.url().includes('/api/v1/files/') && answer.status() === 206,
  );
  await teacher.getByRole('button', { name: `Preview ${title}.webm` }).click();
  await part;
  const video = teacher.locator('video');
  await video.evaluate((element: HTMLVideoElement) => {
    element.muted = true;
    return element.play();
  });
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(0);
});
