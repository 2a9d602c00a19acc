import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { endSession, sessionState } from '~/api/session';
import { LoginPage } from '~/features/identity/login-page';
import { base, schoolHandlers } from '~/testing/handlers';
import { renderPage } from '~/testing/render';
import { makeSchool } from '~/testing/school';
import { server } from '~/testing/server';

async function fill(email: string, password: string) {
  if (email !== '') await userEvent.type(screen.getByLabelText('Email'), email);
  if (password !== '') await userEvent.type(screen.getByLabelText('Password'), password);
  await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
}

afterEach(() => endSession('left'));

describe('the login', () => {
  it('begins a session', async () => {
    server.use(...schoolHandlers(makeSchool(Date.now(), 6)));
    const done = vi.fn<() => Promise<void>>().mockResolvedValue();
    await renderPage(<LoginPage onDone={done} />);
    await fill('registrar@school.local', 'Homeroom#2026');
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(sessionState()).toMatchObject({ user: { primary_role: 'registrar' } });
  });

  it('says the same for a wrong password and an unknown account', async () => {
    server.use(...schoolHandlers(makeSchool(Date.now(), 6)));
    await renderPage(<LoginPage onDone={() => Promise.resolve()} />);
    await fill('registrar@school.local', 'wrong');
    expect(await screen.findByRole('alert')).toHaveTextContent('Email or password is not right.');
    expect(screen.getByLabelText('Password')).toHaveFocus();
    expect(screen.getByLabelText('Email')).toHaveValue('registrar@school.local');
  });

  it('says how long to wait after too many attempts', async () => {
    server.use(
      http.post(`${base}/auth/login`, () =>
        HttpResponse.json(
          { type: '', title: '', status: 429, code: 'too_many_failures' },
          { status: 429, headers: { 'Retry-After': '30' } },
        ),
      ),
    );
    await renderPage(<LoginPage onDone={() => Promise.resolve()} />);
    await fill('a@b.ph', 'x');
    expect(await screen.findByRole('alert')).toHaveTextContent('30 seconds');
  });

  it('asks for what is missing without asking the server', async () => {
    await renderPage(<LoginPage onDone={() => Promise.resolve()} />);
    await fill('', '');
    expect(await screen.findAllByText('Please fill this in.')).toHaveLength(2);
    expect(screen.getByLabelText('Email')).toHaveFocus();
    expect(screen.getByLabelText('Email')).toHaveAttribute('aria-invalid', 'true');
  });
});
