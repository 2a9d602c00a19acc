import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { PersonPage } from '~/features/identity/person-page';
import { enterSchool, renderPage } from '~/testing/render';

const parentOf = (school: ReturnType<typeof enterSchool>) => school.links[0]!.guardian.id;

describe("a parent's children", () => {
  it('stand on the page of the parent, with what the parent may see', async () => {
    const school = enterSchool('registrar');
    await renderPage(<PersonPage userId={parentOf(school)} />);
    for (const { student } of school.links) {
      const name = `${student.first_name} ${student.last_name}`;
      expect(await screen.findByRole('link', { name })).toHaveAttribute(
        'href',
        `/people/${student.id}`,
      );
    }
  });

  it('can be taken from the parent by whoever keeps families', async () => {
    const school = enterSchool('registrar');
    const { student } = school.links[0]!;
    const name = `${student.first_name} ${student.last_name}`;
    await renderPage(<PersonPage userId={parentOf(school)} />);
    await userEvent.click(
      await screen.findByRole('button', { name: `Remove the link to ${name}` }),
    );
    expect(
      await screen.findByRole('heading', { name: `Remove the link to ${name}?` }),
    ).toBeVisible();
  });

  it('are only shown to those who only read', async () => {
    const school = enterSchool('principal');
    await renderPage(<PersonPage userId={parentOf(school)} />);
    await screen.findByRole('heading', { name: 'Children' });
    expect(screen.queryByRole('button', { name: /^Remove the link/ })).toBeNull();
  });

  it('are said to be missing', async () => {
    const school = enterSchool('registrar');
    const parent = parentOf(school);
    school.links = [];
    await renderPage(<PersonPage userId={parent} />);
    expect(await screen.findByText('No child is linked')).toBeVisible();
  });
});
