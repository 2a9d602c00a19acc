import { describe, expect, it } from 'vitest';

import { can } from '~/lib/permissions';

describe('can', () => {
  const person = { permissions: ['read_audit', 'read_settings'] as const };

  it('is true when one of the permissions is held', () => {
    expect(can(person, 'read_audit')).toBe(true);
    expect(can(person, 'manage_accounts', 'read_settings')).toBe(true);
  });

  it('is false when none is held, when none is asked for, and for nobody', () => {
    expect(can(person, 'manage_accounts')).toBe(false);
    expect(can(person)).toBe(false);
    expect(can(null, 'read_audit')).toBe(false);
  });
});
