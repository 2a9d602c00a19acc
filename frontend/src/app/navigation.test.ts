import { describe, expect, it } from 'vitest';

import type { Role } from '~/api/types';
import { safeReturn } from '~/app/guards';
import { mayOpen, pageNamed, pages, pagesFor } from '~/app/navigation';
import { meOf } from '~/testing/handlers';
import { makeSchool } from '~/testing/school';

const school = makeSchool(Date.now(), 4);

function someone(role: Role) {
  const user = school.users.find((candidate) => candidate.primary_role === role);
  if (user === undefined) throw new Error(role);
  return meOf(school, user);
}

describe('navigation', () => {
  it('shows families their own pages and not those of the offices', () => {
    const names = pagesFor(someone('student'), 'student').map((page) => page.name);
    expect(names).toEqual([
      'myEnrollment',
      'tasks',
      'messages',
      'announcements',
      'calendar',
      'meetings',
      'modules',
      'sections',
    ]);
    expect(pagesFor(someone('parent'), 'parent').map((page) => page.name)).toEqual([
      'children',
      'tasks',
      'messages',
      'announcements',
      'calendar',
      'meetings',
      'modules',
      'sections',
    ]);
  });

  it('shows an administrator every page of the offices', () => {
    const names = pagesFor(someone('admin'), 'admin').map((page) => page.name);
    const offices = pages.filter(
      (page) => page.roles === undefined || page.roles.includes('admin'),
    );
    expect(names).toEqual(offices.map((page) => page.name));
  });

  it('follows the role in which a person of several roles works', () => {
    const teacher = someone('teacher');
    expect(teacher.roles).toEqual(['teacher', 'parent']);
    expect(pagesFor(teacher, 'teacher').map((page) => page.name)).toEqual([
      'tasks',
      'messages',
      'announcements',
      'calendar',
      'meetings',
      'modules',
      'sections',
    ]);
    expect(pagesFor(teacher, 'parent').map((page) => page.name)).toContain('children');
  });

  it('opens a page to any of the roles that a person holds', () => {
    expect(mayOpen(someone('teacher'), pageNamed('children'))).toBe(true);
    expect(mayOpen(someone('teacher'), pageNamed('audit'))).toBe(false);
    expect(mayOpen(someone('guidance'), pageNamed('audit'))).toBe(false);
  });
});

describe('the address to return to after login', () => {
  it.each(['/people?q=ana', '/'])('keeps our own address %s', (address) => {
    expect(safeReturn(address)).toBe(address);
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', ''])(
    'refuses %s',
    (address) => {
      expect(safeReturn(address)).toBeUndefined();
    },
  );
});
