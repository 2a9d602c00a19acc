import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { LiveMeetings } from '~/features/meetings/live-meetings';
import { MeetingDialog } from '~/features/meetings/meeting-dialog';
import { MeetingPage } from '~/features/meetings/meeting-page';
import { clockAt } from '~/lib/zoned';
import { enterSchool, renderPage } from '~/testing/render';

describe('a meeting', () => {
  it('is started by its host, and then has a way in that leaves nothing behind', async () => {
    const school = enterSchool('teacher');
    await renderPage(<MeetingPage id={school.meetings[0]!.id} />);
    const start = await screen.findByRole('button', { name: 'Start now' });
    expect(screen.queryByRole('link', { name: /^Join/ })).not.toBeInTheDocument();
    await userEvent.click(start);
    const join = await screen.findByRole('link', { name: /^Join/ });
    expect(join).toHaveAttribute('href', 'https://meet.example/abc-defg');
    expect(join).toHaveAttribute('rel', 'noopener noreferrer');
    expect(join).toHaveAttribute('target', '_blank');
    expect(screen.getByRole('button', { name: 'End meeting' })).toBeVisible();
  });

  it('cannot be started by those who only attend it', async () => {
    const school = enterSchool('student');
    await renderPage(<MeetingPage id={school.meetings[0]!.id} />);
    expect(await screen.findByText('Scheduled')).toBeVisible();
    expect(screen.queryByRole('button', { name: /Start|Cancel|Change/ })).not.toBeInTheDocument();
  });

  it('is shown above the page while it is live, and only then', async () => {
    const school = enterSchool('student');
    Object.assign(school.meetings[0]!, { status: 'live' });
    await renderPage(<LiveMeetings />);
    expect(await screen.findAllByRole('link', { name: /^Join/ })).toHaveLength(1);
  });

  it('whose link is no https address offers no way in', async () => {
    const school = enterSchool('student');
    Object.assign(school.meetings[0]!, { status: 'live', url: 'javascript:alert(1)' });
    await renderPage(<LiveMeetings />);
    expect(await screen.findByText('Questions about fractions')).toBeVisible();
    expect(screen.queryByRole('link', { name: /^Join/ })).not.toBeInTheDocument();
  });
});

describe('scheduling a meeting', () => {
  it('explains which other meeting stands in the way, and keeps what was typed', async () => {
    const school = enterSchool('teacher');
    const close = vi.fn<() => void>();
    await renderPage(<MeetingDialog onClose={close} />);
    const zone = school.settings.time_zone;
    await userEvent.selectOptions(await screen.findByLabelText('Section'), 'Grade 7 – Sampaguita');
    await userEvent.type(screen.getByLabelText('Title'), 'Another talk');
    await userEvent.type(screen.getByLabelText('Link'), 'https://meet.example/other');
    const { starts_at, ends_at } = school.meetings[0]!;
    fireEvent.change(screen.getByLabelText('Starts'), {
      target: { value: clockAt(starts_at, zone) },
    });
    fireEvent.change(screen.getByLabelText('Ends'), { target: { value: clockAt(ends_at, zone) } });
    await userEvent.click(screen.getByRole('button', { name: 'Schedule' }));
    expect(await screen.findByText('The section has another meeting at this time.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Questions about fractions' })).toBeVisible();
    expect(screen.getByLabelText('Title')).toHaveValue('Another talk');
    const later = Date.parse(ends_at) + 5 * 3_600_000;
    fireEvent.change(screen.getByLabelText('Starts'), {
      target: { value: clockAt(later, zone) },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Schedule' }));
    await waitFor(() => expect(close).toHaveBeenCalled());
    expect(school.meetings.at(-1)).toMatchObject({ title: 'Another talk' });
  });

  it('takes https links only', async () => {
    enterSchool('teacher');
    await renderPage(<MeetingDialog onClose={() => undefined} />);
    await userEvent.type(await screen.findByLabelText('Link'), 'http://meet.example/other');
    await userEvent.click(screen.getByRole('button', { name: 'Schedule' }));
    expect(
      await screen.findByText('The link must begin with https:// and name a host.'),
    ).toBeVisible();
  });
});
