import type { Page } from '@playwright/test';

import { Api, expect, type Section, sectionOfStudent, test } from './school';

interface Meeting {
  id: string;
  title: string;
  version: number;
}

/** A time that no earlier run of this test has taken. */
function freeHour(): { starts_at: string; ends_at: string } {
  const start = Date.now() + (30 + Math.random() * 900) * 86_400_000;
  return {
    starts_at: new Date(start).toISOString(),
    ends_at: new Date(start + 3_600_000).toISOString(),
  };
}

test('a meeting that its teacher starts shows Join on the pages of the section, and nowhere else', async ({
  open,
  request,
}) => {
  const api = await Api.as(request, 'teacher');
  const sections = await api.get<{ items: Section[] }>('/sections?mine=true&limit=100');
  const section = await sectionOfStudent(request, sections.items);
  const other = sections.items.find((each) => each.id !== section.id);
  const title = `Questions ${Date.now().toString(36)}`;
  const meeting = await api.post<Meeting>('/meetings', {
    section_id: section.id,
    title,
    url: 'https://meet.example/abc-defg',
    ...freeHour(),
  });

  const student = await open('student');
  const parent = await open('parent');
  const registrar = await open('registrar');
  const teacher = await open('teacher');
  const join = (page: Page) => page.getByRole('link', { name: `Join ${title}` });
  await student.goto(`/sections/${section.id}`);
  for (const page of [student, parent])
    await expect(page.getByText('Live', { exact: true }).first()).toBeVisible();

  await teacher.goto(`/meetings/${meeting.id}`);
  await expect(join(teacher)).toBeHidden();
  await teacher.getByRole('button', { name: 'Start now' }).click();
  await Promise.all(
    [teacher, student, parent].map((page) => expect(join(page)).toBeVisible({ timeout: 3000 })),
  );
  await expect(join(student)).toHaveAttribute('href', 'https://meet.example/abc-defg');
  await expect(join(student)).toHaveAttribute('rel', /noopener/);
  await student.goto('/student');
  await expect(join(student)).toBeVisible();

  await teacher.goto(`/sections/${other?.id}`);
  await expect(teacher.getByRole('heading', { level: 1 })).toBeVisible();
  await teacher.waitForLoadState('networkidle');
  await expect(join(teacher)).toBeHidden();
  await registrar.goto(`/sections/${section.id}`);
  await expect(registrar.getByRole('heading', { level: 1 })).toBeVisible();
  await registrar.waitForLoadState('networkidle');
  await expect(join(registrar)).toBeHidden();
  await registrar.goto(`/meetings/${meeting.id}`);
  await expect(
    registrar.getByRole('heading', { name: 'This page is not open to you' }),
  ).toBeVisible();

  await teacher.goto(`/meetings/${meeting.id}`);
  await teacher.getByRole('button', { name: 'End meeting' }).click();
  await teacher.getByRole('alertdialog').getByRole('button', { name: 'End meeting' }).click();
  await Promise.all([student, parent].map((page) => expect(join(page)).toBeHidden()));
});

test('who is in another meeting then is told of it, and nothing typed is lost', async ({
  open,
  request,
}) => {
  const api = await Api.as(request, 'teacher');
  const sections = await api.get<{ items: Section[] }>('/sections?mine=true&limit=1');
  const [section] = sections.items;
  const title = `First ${Date.now().toString(36)}`;
  await api.post(
    '/meetings',
    {
      section_id: section?.id,
      title,
      url: 'https://meet.example/one',
      starts_at: '2031-05-05T01:00:00Z',
      ends_at: '2031-05-05T02:00:00Z',
    },
    [201, 409],
  );

  const teacher = await open('teacher');
  await teacher.goto('/meetings');
  await teacher.getByRole('button', { name: 'Schedule meeting' }).click();
  const dialog = teacher.getByRole('dialog');
  await dialog.getByLabel('Section').selectOption({ index: 1 });
  await dialog.getByLabel('Title').fill('Second');
  await dialog.getByLabel('Starts').fill('2031-05-05T09:30');
  await expect(dialog.getByLabel('Ends')).toHaveValue('2031-05-05T10:30');
  await dialog.getByLabel('Link').fill('https://meet.example/two');
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await expect(dialog.getByText(/another meeting at this time/)).toBeVisible();
  await expect(dialog.getByRole('link', { name: /^First/ })).toBeVisible();
  await expect(dialog.getByLabel('Title')).toHaveValue('Second');
});
