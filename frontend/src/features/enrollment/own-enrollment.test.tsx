import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { EventEffects } from '~/api/realtime-effects';
import { OwnEnrollment } from '~/features/enrollment/own-enrollment';
import { enterSchool, makeQueries, renderPage } from '~/testing/render';

describe("the student's enrollment", () => {
  it('shows the steps, where it stands and who acts next', async () => {
    enterSchool('student');
    await renderPage(<OwnEnrollment />);
    const steps = await screen.findByRole('list', { name: 'Steps of the application' });
    const current = within(steps).getByText('Submitted').closest('li');
    expect(current).toHaveAttribute('aria-current', 'step');
    expect(screen.getByText('The registrar reviews the application.')).toBeVisible();
  });

  it('changes on screen when the server says that it moved', async () => {
    const school = enterSchool('student');
    const queries = makeQueries();
    await renderPage(<OwnEnrollment />, queries);
    await screen.findByText('The registrar reviews the application.');
    const entry = school.progress[0]!;
    Object.assign(entry, {
      status: 'documents_pending',
      version: entry.version + 1,
      remarks: 'Birth certificate.',
    });
    const effects = new EventEffects(queries);
    effects.receive({
      type: 'enrollment.changed',
      student_id: entry.student_id,
      school_year_id: entry.school_year_id,
      status: entry.status,
      version: entry.version,
    });
    expect(await screen.findByText('The family hands in the missing documents.')).toBeVisible();
    expect(screen.getByText('Birth certificate.')).toBeVisible();
    effects.stop();
  });

  it('says what to expect while there is no application', async () => {
    const school = enterSchool('student');
    school.progress = [];
    await renderPage(<OwnEnrollment />);
    expect(await screen.findByText('No application yet')).toBeVisible();
  });
});
