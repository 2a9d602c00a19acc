import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';

import type { AuditEntry } from '~/api/types';
import { useActorText } from '~/features/audit/use-actor-text';

it('tells people, work in the background and visitors apart', () => {
  const { result } = renderHook(() => useActorText());
  const actor = (id: string | null, name: string | null) =>
    result.current({ actor_id: id, actor_name: name } as AuditEntry);
  expect(actor('01990000-0000-7000-8000-000000000001', 'Ana Reyes')).toBe('Ana Reyes');
  expect(actor(null, 'jobs')).toBe('System: jobs');
  expect(actor(null, null)).toBe('Visitor');
});
