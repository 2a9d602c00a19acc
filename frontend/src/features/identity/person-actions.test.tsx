import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it } from 'vitest';

import { endSession } from '~/api/session';
import { PersonActions } from '~/features/identity/person-actions';
import { base } from '~/testing/handlers';
import { enterSchool, renderPage } from '~/testing/render';
import { server } from '~/testing/server';

const refusal = {
  type: '/problems/last_administrator',
  title: 'Conflict',
  status: 409,
  detail: 'this is the last administrator; give somebody else the role first',
  code: 'last_administrator',
  errors: [
    {
      field: 'roles',
      code: 'last_administrator',
      message: 'this is the last administrator; give somebody else the role first',
    },
  ],
};

async function openPerson() {
  const school = enterSchool('admin');
  const user = school.users.find((one) => one.primary_role === 'registrar');
  if (user === undefined) throw new Error('nobody is a registrar');
  await renderPage(<PersonActions user={user} />);
}

afterEach(() => endSession('left'));

describe('what may be done with an account', () => {
  it('says in the question why an account cannot be closed', async () => {
    await openPerson();
    server.use(
      http.post(`${base}/users/:id/deactivate`, () => HttpResponse.json(refusal, { status: 409 })),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Deactivate' }));
    const dialog = await screen.findByRole('alertdialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Deactivate' }));
    expect(await within(dialog).findByText(/Give somebody else the role first/)).toBeVisible();
  });

  it('says at the roles why the last administrator keeps theirs', async () => {
    await openPerson();
    server.use(http.patch(`${base}/users/:id`, () => HttpResponse.json(refusal, { status: 409 })));
    await userEvent.click(screen.getByRole('button', { name: 'Change account' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('checkbox', { name: 'Teacher' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save changes' }));
    const roles = await within(dialog).findByRole('group', { name: /Roles/ });
    expect(await within(roles).findByText(/last administrator/)).toBeVisible();
  });
});
