import type { LinkProps } from '@tanstack/react-router';
import {
  BookOpen,
  Building2,
  CalendarClock,
  CalendarDays,
  CalendarRange,
  ClipboardCheck,
  ClipboardList,
  GraduationCap,
  House,
  Layers,
  LibraryBig,
  Megaphone,
  MessagesSquare,
  type LucideIcon,
  Route,
  ScrollText,
  Settings,
  ShieldAlert,
  UsersRound,
  Video,
} from 'lucide-react';

import type { Me, Permission, Role } from '~/api/types';
import { can } from '~/lib/permissions';

export type Address = NonNullable<LinkProps['to']>;

/** Where each role begins. */
export const homes = {
  admin: '/admin',
  principal: '/principal',
  academic_coordinator: '/coordinator',
  registrar: '/registrar',
  accounting: '/accounting',
  guidance: '/guidance',
  teacher: '/teacher',
  student: '/student',
  parent: '/parent',
} as const satisfies Record<Role, Address>;

export type PageName =
  | 'messages'
  | 'deletedMessages'
  | 'announcements'
  | 'calendar'
  | 'events'
  | 'meetings'
  | 'tasks'
  | 'modules'
  | 'people'
  | 'enrollment'
  | 'myEnrollment'
  | 'children'
  | 'sections'
  | 'subjects'
  | 'gradeLevels'
  | 'schoolYears'
  | 'settings'
  | 'audit';

export interface NavigationPage {
  name: PageName;
  to: Address;
  icon: LucideIcon;
  group: 'daily' | 'school' | 'system';
  /** Any of these opens the page. */
  permissions: readonly Permission[];
  /** For whom the page is made, where the permission alone says too little. */
  roles?: readonly Role[];
  /** What is counted beside its name. */
  badge?: 'unreadMessages';
}

const offices = [
  'admin',
  'principal',
  'academic_coordinator',
  'registrar',
  'accounting',
  'guidance',
] as const satisfies readonly Role[];

/** The one list behind sidebar, palette, role homes and guards. */
export const pages: readonly NavigationPage[] = [
  {
    name: 'enrollment',
    to: '/enrollment',
    icon: ClipboardList,
    group: 'daily',
    permissions: ['read_enrollment'],
    roles: offices,
  },
  {
    name: 'myEnrollment',
    to: '/my-enrollment',
    icon: Route,
    group: 'daily',
    permissions: ['read_enrollment'],
    roles: ['student'],
  },
  {
    name: 'children',
    to: '/children',
    icon: Route,
    group: 'daily',
    permissions: ['read_enrollment'],
    roles: ['parent'],
  },
  {
    name: 'tasks',
    to: '/tasks',
    icon: ClipboardCheck,
    group: 'daily',
    permissions: ['read_tasks'],
  },
  {
    name: 'messages',
    to: '/messages',
    icon: MessagesSquare,
    group: 'daily',
    permissions: ['converse'],
    badge: 'unreadMessages',
  },
  {
    name: 'announcements',
    to: '/announcements',
    icon: Megaphone,
    group: 'daily',
    permissions: ['read_notices'],
  },
  {
    name: 'calendar',
    to: '/calendar',
    icon: CalendarDays,
    group: 'daily',
    permissions: ['read_notices', 'read_meetings'],
  },
  {
    name: 'meetings',
    to: '/meetings',
    icon: Video,
    group: 'daily',
    permissions: ['read_meetings'],
  },
  {
    name: 'modules',
    to: '/modules',
    icon: LibraryBig,
    group: 'daily',
    permissions: ['read_modules'],
  },
  {
    name: 'events',
    to: '/events',
    icon: CalendarClock,
    group: 'school',
    permissions: ['manage_notices'],
  },
  {
    name: 'people',
    to: '/people',
    icon: UsersRound,
    group: 'daily',
    permissions: ['read_accounts', 'read_families'],
    roles: offices,
  },
  {
    name: 'sections',
    to: '/sections',
    icon: Layers,
    group: 'school',
    permissions: ['read_sections'],
  },
  {
    name: 'subjects',
    to: '/subjects',
    icon: BookOpen,
    group: 'school',
    permissions: ['read_catalog'],
    roles: offices,
  },
  {
    name: 'gradeLevels',
    to: '/grade-levels',
    icon: GraduationCap,
    group: 'school',
    permissions: ['read_catalog'],
    roles: offices,
  },
  {
    name: 'schoolYears',
    to: '/school-years',
    icon: CalendarRange,
    group: 'school',
    permissions: ['read_catalog'],
    roles: offices,
  },
  {
    name: 'settings',
    to: '/settings',
    icon: Settings,
    group: 'system',
    permissions: ['read_settings'],
    roles: offices,
  },
  {
    name: 'deletedMessages',
    to: '/deleted-messages',
    icon: ShieldAlert,
    group: 'system',
    permissions: ['read_deleted_messages'],
  },
  { name: 'audit', to: '/audit', icon: ScrollText, group: 'system', permissions: ['read_audit'] },
];

export const homeIcon: LucideIcon = House;
export const schoolIcon: LucideIcon = Building2;

/** Whether the person may open the page in any of their roles. */
export function mayOpen(me: Me, page: NavigationPage): boolean {
  const { roles } = page;
  return (
    can(me, ...page.permissions) &&
    (roles === undefined || me.roles.some((role) => roles.includes(role)))
  );
}

/** The pages that belong to the role in which the person works now. */
export function pagesFor(me: Me, role: Role): NavigationPage[] {
  return pages.filter(
    (page) => mayOpen(me, page) && (page.roles === undefined || page.roles.includes(role)),
  );
}

export function pageNamed(name: PageName): NavigationPage {
  const page = pages.find((candidate) => candidate.name === name);
  if (page === undefined) throw new Error(`no page is named ${name}`);
  return page;
}
