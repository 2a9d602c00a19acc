import type { EnrollmentStatus, Progress } from '~/api/types';

/** The usual way from each state to a place in a section. */
const ahead: Record<EnrollmentStatus, readonly EnrollmentStatus[]> = {
  submitted: ['under_review', 'approved', 'enrolled'],
  documents_pending: ['under_review', 'approved', 'enrolled'],
  under_review: ['approved', 'enrolled'],
  assessment: ['approved', 'enrolled'],
  waitlisted: ['approved', 'enrolled'],
  approved: ['enrolled'],
  payment_pending: ['enrolled'],
  enrolled: [],
  rejected: [],
  withdrawn: [],
};

export const openStatuses = [
  'submitted',
  'documents_pending',
  'under_review',
  'assessment',
  'waitlisted',
  'approved',
  'payment_pending',
] as const satisfies readonly EnrollmentStatus[];

export function isOpen(status: EnrollmentStatus): boolean {
  return openStatuses.some((open) => open === status);
}

export interface Stage {
  key: string;
  status: EnrollmentStatus;
  state: 'done' | 'now' | 'ahead' | 'stopped';
  at: string | null;
  remarks: string | null;
}

/** What an application went through, where it stands, and what usually follows. */
export function stagesOf(progress: Progress): Stage[] {
  const past = progress.history ?? [];
  const passed = past.slice(0, -1).map((step, index) => ({
    key: `${index}-${step.to}`,
    status: step.to,
    state: 'done' as const,
    at: step.changed_at,
    remarks: step.remarks,
  }));
  const current: Stage = {
    key: 'now',
    status: progress.status,
    state: stateOf(progress.status),
    at: progress.changed_at,
    remarks: progress.remarks,
  };
  const coming = ahead[progress.status].map((status) => ({
    key: `ahead-${status}`,
    status,
    state: 'ahead' as const,
    at: null,
    remarks: null,
  }));
  return [...passed, current, ...coming];
}

function stateOf(status: EnrollmentStatus): Stage['state'] {
  if (status === 'enrolled') return 'done';
  return isOpen(status) ? 'now' : 'stopped';
}

/** The moves that every one of the applications may make. */
export function commonMoves(items: readonly Progress[]): EnrollmentStatus[] {
  const [first, ...rest] = items;
  if (first === undefined) return [];
  return first.allowed_next.filter((status) =>
    rest.every((item) => item.allowed_next.includes(status)),
  );
}
