import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';

import { EventEffects } from '~/api/realtime-effects';
import { AnnouncementEditor } from '~/features/notices/announcement-editor';
import { AnnouncementFeed } from '~/features/notices/announcement-feed';
import { base } from '~/testing/handlers';
import { enterSchool, makeQueries, renderPage } from '~/testing/render';
import { server } from '~/testing/server';

const nothing = () => undefined;

describe('the announcements of a reader', () => {
  it('stand pinned first and lose their mark when they are read', async () => {
    const school = enterSchool('student');
    await renderPage(<AnnouncementFeed search={{}} onSearch={nothing} />);
    const cards = await screen.findAllByRole('article');
    expect(cards.map((card) => within(card).getByRole('heading').textContent)).toEqual([
      'Enrollment for next year',
      'Classes are suspended on Friday',
      'Report cards',
    ]);
    await userEvent.click(within(cards[1]!).getByRole('button', { name: /^Mark as read/ }));
    await waitFor(() => expect(screen.queryByText('New')).not.toBeInTheDocument());
    expect(school.announcements[0]?.read).toBe(true);
  });

  it('appear when the server says that there is one', async () => {
    const school = enterSchool('student');
    const queries = makeQueries();
    await renderPage(<AnnouncementFeed search={{}} onSearch={nothing} />, queries);
    await screen.findAllByRole('article');
    school.announcements.unshift({
      ...school.announcements[0]!,
      id: crypto.randomUUID(),
      title: 'Just now',
    });
    const effects = new EventEffects(queries);
    effects.receive({ type: 'announcement.published' });
    expect(await screen.findByRole('heading', { name: 'Just now' })).toBeVisible();
    effects.stop();
  });
});

describe('writing an announcement', () => {
  it('shows how it will look and whom it reaches, and sends times by the clock of the school', async () => {
    enterSchool('academic_coordinator');
    const sent = vi.fn<(body: unknown) => void>();
    server.use(
      http.post(`${base}/announcements`, async ({ request }) => {
        sent(await request.json());
        return HttpResponse.json({ id: 'made' }, { status: 201 });
      }),
    );
    const saved = vi.fn<(id: string) => void>();
    await renderPage(<AnnouncementEditor onSaved={saved} />);
    expect(await screen.findByText('Reaches 214 people')).toBeVisible();
    await userEvent.type(screen.getByLabelText('Title'), 'Sports day');
    await userEvent.type(screen.getByLabelText('Text'), 'Bring water.');
    const preview = screen.getByRole('region', { name: 'Preview' });
    expect(await within(preview).findByText('Bring water.')).toBeVisible();
    await userEvent.click(screen.getByRole('radio', { name: 'Some roles or sections' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Parents' }));
    expect(await screen.findByText('Reaches 40 people')).toBeVisible();
    await userEvent.type(screen.getByLabelText(/^Appears/), '2027-02-01T07:30');
    await userEvent.click(screen.getByRole('button', { name: 'Save announcement' }));
    await waitFor(() => expect(saved).toHaveBeenCalledWith('made'));
    expect(sent).toHaveBeenCalledWith({
      title: 'Sports day',
      body: 'Bring water.',
      audience: { everyone: false, roles: ['parent'], section_ids: [] },
      pinned: false,
      publish_at: '2027-01-31T23:30:00.000Z',
      expires_at: null,
    });
  });

  it('says on the field what is missing, and that nobody would read it', async () => {
    enterSchool('academic_coordinator');
    await renderPage(<AnnouncementEditor onSaved={nothing} />);
    await userEvent.click(await screen.findByRole('radio', { name: 'Some roles or sections' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save announcement' }));
    expect(await screen.findByText('Choose everyone, a role or a section.')).toBeVisible();
    expect(screen.getByLabelText('Title')).toBeInvalid();
  });
});
