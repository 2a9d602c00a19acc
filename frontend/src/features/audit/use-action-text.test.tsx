import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';

import { useActionText } from '~/features/audit/use-action-text';

it('has words for what was done in conversations, and keeps a code that it does not know', () => {
  const { result } = renderHook(() => useActionText());
  expect(result.current('conversation.members_added')).toBe('People added to group');
  expect(result.current('conversation.member_removed')).toBe('Person left or removed from group');
  expect(result.current('conversation.renamed')).toBe('Group renamed');
  expect(result.current('message.deleted')).toBe('Message deleted');
  expect(result.current('message.disclosed')).toBe('Deleted message disclosed');
  expect(result.current('moon.moved')).toBe('moon.moved');
});
