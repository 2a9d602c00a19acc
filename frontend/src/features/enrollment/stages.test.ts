import { describe, expect, it } from 'vitest';

import type { EnrollmentStatus, Progress } from '~/api/types';
import { commonMoves, stagesOf } from '~/features/enrollment/stages';
import { makeSchool } from '~/testing/school';

const { progress } = makeSchool(Date.now(), 24);

function at(status: EnrollmentStatus): Progress {
  const found = progress.find((entry) => entry.status === status);
  if (found === undefined) throw new Error(status);
  return found;
}

const shape = (entry: Progress) => stagesOf(entry).map(({ status, state }) => `${status} ${state}`);

describe('the stages of an application', () => {
  it('name what is behind, where it stands and what usually follows', () => {
    expect(shape(at('waitlisted'))).toEqual([
      'submitted done',
      'under_review done',
      'waitlisted now',
      'approved ahead',
      'enrolled ahead',
    ]);
  });

  it('end with the enrollment', () => {
    expect(shape(at('enrolled')).at(-1)).toBe('enrolled done');
  });

  it.each(['rejected', 'withdrawn'] as const)('stop at %s', (status) => {
    expect(shape(at(status)).at(-1)).toBe(`${status} stopped`);
  });

  it('do without a history', () => {
    const { history: _, ...short } = at('submitted');
    expect(shape(short)[0]).toBe('submitted now');
  });
});

describe('moves in common', () => {
  it('are those that each may make', () => {
    expect(commonMoves([at('assessment'), at('waitlisted')])).toEqual([
      'approved',
      'rejected',
      'withdrawn',
    ]);
    expect(commonMoves([at('submitted'), at('enrolled')])).toEqual([]);
    expect(commonMoves([])).toEqual([]);
  });
});
