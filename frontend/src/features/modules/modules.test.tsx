import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';

import { ChildModules } from '~/features/modules/child-modules';
import { titleOf } from '~/features/modules/module-files';
import { ModulePage } from '~/features/modules/module-page';
import { ModulesPage } from '~/features/modules/modules-page';
import { NewModulesPanel } from '~/features/modules/new-modules-panel';
import { SectionModules } from '~/features/modules/section-modules';
import { base, problem } from '~/testing/handlers';
import { enterSchool, renderPage } from '~/testing/render';
import type { School } from '~/testing/school';
import { server } from '~/testing/server';

const nothing = () => undefined;
const rows = async () => {
  const list = await screen.findByRole('list', { name: 'Learning modules' });
  return within(list).getAllByRole('listitem');
};
const titles = async () =>
  (await rows()).map((row) => within(row).getAllByRole('link')[0]!.textContent);

/** The section in which the teacher of the invented school gives modules. */
function taught(school: School): string {
  const teacher = school.users.find((user) => user.primary_role === 'teacher')!;
  return school.modules.find((module) => module.teacher_id === teacher.id)!.section_id;
}

function showSection(sectionId: string) {
  return renderPage(<SectionModules sectionId={sectionId} search={{}} onSearch={nothing} />);
}

const file = (name: string, size = 20) => new File(['x'.repeat(size)], name);

describe('the modules of a section', () => {
  it('are in the order of their teacher, who moves them by keyboard and keeps the focus', async () => {
    const school = enterSchool('teacher');
    await showSection(taught(school));
    expect((await titles()).slice(0, 2)).toEqual(['Fractions', 'The water cycle']);
    expect(screen.getByRole('button', { name: 'Move Fractions up' })).toBeDisabled();
    const down = screen.getByRole('button', { name: 'Move Fractions down' });
    down.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(async () =>
      expect((await titles()).slice(0, 2)).toEqual(['The water cycle', 'Fractions']),
    );
    expect(screen.getByText('Fractions is number 2 now.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Move Fractions down' })).toHaveFocus();
  });

  it('are moved with the mouse too', async () => {
    const school = enterSchool('teacher');
    await showSection(taught(school));
    const [first, , third] = await rows();
    const dataTransfer = { setDragImage: nothing, setData: nothing, effectAllowed: '' };
    fireEvent.dragStart(first!.querySelector('[draggable]')!, { dataTransfer });
    fireEvent.drop(third!, { dataTransfer });
    await waitFor(async () =>
      expect((await titles()).slice(0, 3)).toEqual([
        'The water cycle',
        'Reading list',
        'Fractions',
      ]),
    );
  });

  it('move over the edge of a page', async () => {
    const school = enterSchool('teacher');
    const sectionId = taught(school);
    await renderPage(
      <SectionModules sectionId={sectionId} search={{ limit: 2, offset: 2 }} onSearch={nothing} />,
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Move Reading list up' }));
    await waitFor(async () => expect((await titles())[0]).toBe('The water cycle'));
    const order = school.modules
      .filter((module) => module.section_id === sectionId)
      .toSorted((a, b) => a.position - b.position)
      .map(({ title }) => title);
    expect(order.slice(0, 3)).toEqual(['Fractions', 'Reading list', 'The water cycle']);
  });

  it('are only to be read for students, and what they opened is no longer new', async () => {
    const school = enterSchool('student', 24);
    const student = school.users.find((user) => user.primary_role === 'student')!;
    const sectionId = school.sections[0]!.id;
    school.placements.push({ section_id: sectionId, student_id: student.id, placed_on: '' });
    await showSection(sectionId);
    const [first] = await rows();
    expect(within(first!).getByText('New')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^(Move|More|Add|Opened)/ })).toBeNull();
    await userEvent.click(within((await rows())[2]!).getByRole('button', { name: /^Preview/ }));
    expect(await screen.findByText(/Noli Me Tangere/)).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await waitFor(async () => expect(within((await rows())[2]!).queryByText('New')).toBeNull());
  });

  it('are not told to those whose section it is not', async () => {
    enterSchool('teacher');
    server.use(http.get(`${base}/modules/section/:id`, () => problem(404, 'not_found')));
    await showSection('other');
    expect(
      await screen.findByText('You see modules only of sections that are yours.'),
    ).toBeVisible();
  });

  it('say what to do when there are none, and how to try again when they cannot be had', async () => {
    const school = enterSchool('teacher');
    school.modules = [];
    server.use(
      http.get(`${base}/modules/section/:id`, () => problem(503, 'unavailable'), { once: true }),
    );
    await showSection(school.sections[0]!.id);
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    server.use(
      http.get(`${base}/modules/section/:id`, () =>
        HttpResponse.json({ items: [], total: 0, limit: 20, offset: 0 }),
      ),
    );
    expect(await screen.findByText(/Add the first one/)).toBeVisible();
  });
});

describe('adding modules', () => {
  async function openDialog(school: School) {
    await showSection(taught(school));
    await userEvent.click(await screen.findByRole('button', { name: 'Add modules' }));
    const dialog = await screen.findByRole('dialog', { name: 'Add modules' });
    return { dialog, input: await within(dialog).findByLabelText(/^Choose files/) };
  }

  it('makes one of each file, in the order of the files, with the titles that were given', async () => {
    const school = enterSchool('teacher');
    const before = school.modules.length;
    const { dialog, input } = await openDialog(school);
    await userEvent.upload(input, [file('Week_1 fractions.pdf'), file('Week 2.pdf')]);
    const [first] = within(dialog).getAllByLabelText('Title');
    expect(first).toHaveValue('Week 1 fractions');
    await userEvent.clear(first!);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Upload 2' }));
    expect(await within(dialog).findByText('Every module needs a title.')).toBeVisible();
    await userEvent.type(first!, 'Fractions again');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Upload 2' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(school.modules.slice(before).map(({ title }) => title)).toEqual([
      'Fractions again',
      'Week 2',
    ]);
  });

  it('says which file was refused and why, and keeps the others and what was typed', async () => {
    const school = enterSchool('teacher');
    const { dialog, input } = await openDialog(school);
    let refused = 0;
    server.use(
      http.post(
        `${base}/modules`,
        () => {
          refused += 1;
          return problem(422, 'infected_file');
        },
        { once: true },
      ),
    );
    await userEvent.upload(input, [file('bad.pdf'), file('good.pdf')]);
    await userEvent.type(within(dialog).getAllByLabelText(/^Description/)[0]!, 'For Monday');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Upload 2' }));
    expect(await within(dialog).findByText(/A virus was found/)).toBeVisible();
    expect(await within(dialog).findByRole('img', { name: 'Uploaded' })).toBeVisible();
    expect(refused).toBe(1);
    expect(within(dialog).getByLabelText(/^Description/)).toHaveValue('For Monday');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Upload bad.pdf again' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(school.modules.at(-1)).toMatchObject({ title: 'bad', description: 'For Monday' });
  });

  it('can be cancelled, and asks before what has not arrived is lost', async () => {
    const school = enterSchool('teacher');
    const { dialog, input } = await openDialog(school);
    server.use(http.post(`${base}/modules`, () => new Promise<never>(nothing)));
    await userEvent.upload(input, file('slow.pdf'));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Upload' }));
    await userEvent.click(
      await within(dialog).findByRole('button', { name: 'Cancel the upload of slow.pdf' }),
    );
    expect(await within(dialog).findByText(/Cancelled/)).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    const question = await screen.findByRole('alertdialog', { name: 'Stop uploading?' });
    await userEvent.click(within(question).getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('calls a module as a person would write its file', () => {
    expect(titleOf('Week_1  fractions.final.pdf')).toBe('Week 1 fractions.final');
    expect(titleOf(`${'x'.repeat(300)}.pdf`)).toHaveLength(200);
  });
});

describe('one module', () => {
  it('can be replaced, and a conflict is told before it is tried again', async () => {
    const school = enterSchool('teacher');
    const module = school.modules.find(({ section_id }) => section_id === taught(school))!;
    await renderPage(<ModulePage id={module.id} onRemoved={nothing} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Replace file' }));
    module.version += 1;
    const dialog = await screen.findByRole('dialog', { name: 'Replace the file' });
    server.use(
      http.post(`${base}/modules/:id/file`, () => problem(412, 'stale_version'), { once: true }),
    );
    await userEvent.upload(await within(dialog).findByLabelText(/^Choose a file/), file('new.pdf'));
    expect(await within(dialog).findByText(/Somebody else changed this/)).toBeVisible();
    const version = module.version;
    await userEvent.click(within(dialog).getByRole('button', { name: 'Upload new.pdf again' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(module.version).toBe(version + 1);
  });

  it('tells its teacher who opened it, and nobody else', async () => {
    const school = enterSchool('teacher');
    const module = school.modules.find(({ section_id }) => section_id === taught(school))!;
    school.openings.set(module.id, [
      { person_id: 'one', name: 'Luz Ramos', opened_at: '2026-06-03T01:00:00Z' },
    ]);
    await renderPage(<ModulePage id={module.id} onRemoved={nothing} />);
    const openings = await screen.findByRole('list', { name: 'Who opened it' });
    expect(within(openings).getByText('Luz Ramos')).toBeVisible();
  });

  it('is removed after a question', async () => {
    const school = enterSchool('teacher');
    const module = school.modules.find(({ section_id }) => section_id === taught(school))!;
    const left = vi.fn<() => void>();
    await renderPage(<ModulePage id={module.id} onRemoved={left} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
    const question = await screen.findByRole('alertdialog');
    await userEvent.click(within(question).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(left).toHaveBeenCalled());
    expect(school.modules).not.toContain(module);
  });
});

describe('the library', () => {
  it('shows parents the modules of the section of the child that is chosen', async () => {
    const school = enterSchool('parent');
    const [link] = school.links;
    const section = school.sections[1]!;
    school.placements.push({ section_id: section.id, student_id: link!.student_id, placed_on: '' });
    for (const progress of school.progress)
      if (progress.student_id === link!.student_id) progress.section_id = section.id;
    await renderPage(
      <ChildModules
        search={{ child: link!.student_id }}
        onSearch={nothing}
        switcher={() => null}
      />,
    );
    expect(await titles()).toHaveLength(5);
  });

  it('shows parents what there is before the enrollment of a child names a section', async () => {
    const school = enterSchool('parent');
    for (const progress of school.progress) progress.section_id = null;
    const section = school.sections[2]!;
    const { student_id } = school.links[0]!;
    school.placements.push({ section_id: section.id, student_id, placed_on: '' });
    await renderPage(<ChildModules search={{}} onSearch={nothing} switcher={() => null} />);
    expect(await titles()).toContain('Fractions');
  });

  it('shows those who oversee the school every section', async () => {
    enterSchool('principal');
    await renderPage(<ModulesPage own={false} search={{}} onSearch={nothing} />);
    expect(await rows()).toHaveLength(20);
    expect(screen.getByRole('combobox', { name: 'Section' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Add modules' })).toBeNull();
  });

  it('tells on a home what is new', async () => {
    const school = enterSchool('student');
    const student = school.users.find((user) => user.primary_role === 'student')!;
    school.placements.push({
      section_id: school.sections[0]!.id,
      student_id: student.id,
      placed_on: '',
    });
    await renderPage(<NewModulesPanel />);
    expect(await screen.findByRole('link', { name: 'Fractions' })).toBeVisible();
    expect(screen.getAllByText('New').length).toBeGreaterThan(0);
  });
});
