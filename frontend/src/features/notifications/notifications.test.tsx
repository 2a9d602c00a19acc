import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { Bell } from '~/app/shell/bell';
import { MailWishes } from '~/features/notifications/mail-wishes';
import { NotificationPanel } from '~/features/notifications/notification-panel';
import { enterSchool, renderPage } from '~/testing/render';

const bell = <Bell panel={(close) => <NotificationPanel onClose={close} />} />;

describe('the bell', () => {
  it('says how much is new, leads to it, and marks it as read', async () => {
    const school = enterSchool('student');
    const { router } = await renderPage(bell);
    await userEvent.click(await screen.findByRole('button', { name: 'Notifications, 2 unread' }));
    const item = await screen.findByRole('link', { name: /Classes are suspended on Friday/ });
    await userEvent.click(item);
    expect(router.state.location.pathname).toMatch(/^\/announcements\//);
    expect(await screen.findByRole('button', { name: 'Notifications, 1 unread' })).toBeVisible();
    expect(school.notifications.filter((each) => !each.read)).toHaveLength(1);
  });

  it('marks everything as read at once', async () => {
    enterSchool('student');
    await renderPage(bell);
    await userEvent.click(await screen.findByRole('button', { name: 'Notifications, 2 unread' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Mark all as read' }));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Notifications' })).toBeVisible(),
    );
  });
});

describe('what comes by mail', () => {
  it('is chosen by area and kept', async () => {
    enterSchool('student');
    await renderPage(<MailWishes />);
    const events = await screen.findByRole('checkbox', { name: 'Events' });
    expect(screen.getByRole('checkbox', { name: 'Meetings' })).toBeChecked();
    await userEvent.click(events);
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByText('Saved.')).toBeVisible();
    expect(events).toBeChecked();
  });
});
