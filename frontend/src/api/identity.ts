import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { anonymousClient, client, fromBrowser, ifMatch, unwrap } from '~/api/client';
import type { UsersQuery } from '~/api/schema';
import { beginSession, endSession, updateUser } from '~/api/session';
import type {
  GuardianLink,
  GuardianLinkChange,
  Me,
  NewGuardianLink,
  NewUser,
  User,
  UserChange,
} from '~/api/types';

export const identityKey = ['identity'] as const;

export const usersQuery = (query: UsersQuery) =>
  queryOptions({
    queryKey: [...identityKey, 'users', query],
    queryFn: ({ signal }) => unwrap(client.GET('/users', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const userSummaryQuery = () =>
  queryOptions({
    queryKey: [...identityKey, 'summary'],
    queryFn: ({ signal }) => unwrap(client.GET('/users/summary', { signal })),
  });

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: [...identityKey, 'user', id],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/users/{id}', { params: { path: { id } }, signal })),
  });

export const guardiansQuery = (studentId: string) =>
  queryOptions({
    queryKey: [...identityKey, 'guardians', studentId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/students/{id}/guardians', { params: { path: { id: studentId } }, signal }),
      ),
  });

/** The links of a parent to their children. */
export const childrenQuery = (guardianId: string) =>
  queryOptions({
    queryKey: [...identityKey, 'children', guardianId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/guardians/{id}/students', {
          params: { path: { id: guardianId }, query: { limit: 100 } },
          signal,
        }),
      ),
  });

export const deviceSessionsQuery = () =>
  queryOptions({
    queryKey: [...identityKey, 'sessions'],
    queryFn: ({ signal }) => unwrap(client.GET('/auth/sessions', { signal })),
  });

export async function login(email: string, password: string): Promise<Me> {
  const answer = await unwrap(anonymousClient.POST('/auth/login', { body: { email, password } }));
  beginSession(answer);
  return answer.user;
}

/** Ends the session here even when the server cannot be told; the error then says so. */
export async function logout(): Promise<void> {
  try {
    await unwrap(client.POST('/auth/logout', { params: { header: fromBrowser } }));
  } finally {
    endSession('left');
  }
}

/** Ends every session of the person. Unlike `logout` it must have reached the server. */
export async function logoutEverywhere(): Promise<void> {
  await unwrap(client.POST('/auth/logout-all'));
  endSession('left');
}

export async function refreshMe(): Promise<void> {
  updateUser(await unwrap(client.GET('/users/me')));
}

export async function changeMe(
  me: Me,
  body: { first_name?: string; last_name?: string },
): Promise<void> {
  updateUser(await unwrap(client.PATCH('/users/me', { params: { header: ifMatch(me) }, body })));
}

export const changePassword = (body: { current_password: string; new_password: string }) =>
  unwrap(client.PUT('/users/me/password', { body }));

export const endDeviceSession = (id: string) =>
  unwrap(client.DELETE('/auth/sessions/{id}', { params: { path: { id } } }));

export const askForReset = (email: string) =>
  unwrap(anonymousClient.POST('/auth/forgot', { body: { email } }));

export const resetPassword = (token: string, password: string) =>
  unwrap(anonymousClient.POST('/auth/reset', { body: { token, password } }));

export const createUser = (body: NewUser, key: string) =>
  unwrap(client.POST('/users', { params: { header: { 'Idempotency-Key': key } }, body }));

export const changeUser = (user: User, body: UserChange) =>
  unwrap(
    client.PATCH('/users/{id}', {
      params: { path: { id: user.id }, header: ifMatch(user) },
      body,
    }),
  );

export const deactivateUser = (user: User) =>
  unwrap(
    client.POST('/users/{id}/deactivate', {
      params: { path: { id: user.id }, header: ifMatch(user) },
    }),
  );

export const reactivateUser = (user: User) =>
  unwrap(
    client.POST('/users/{id}/reactivate', {
      params: { path: { id: user.id }, header: ifMatch(user) },
    }),
  );

export const inviteUser = (id: string) =>
  unwrap(client.POST('/users/{id}/invite', { params: { path: { id } } }));

export const linkGuardian = (studentId: string, body: NewGuardianLink, key: string) =>
  unwrap(
    client.POST('/students/{id}/guardians', {
      params: { path: { id: studentId }, header: { 'Idempotency-Key': key } },
      body,
    }),
  );

export const changeGuardianLink = (link: GuardianLink, body: GuardianLinkChange) =>
  unwrap(
    client.PATCH('/students/{id}/guardians/{link_id}', {
      params: { path: { id: link.student_id, link_id: link.id }, header: ifMatch(link) },
      body,
    }),
  );

export const removeGuardianLink = (link: GuardianLink) =>
  unwrap(
    client.DELETE('/students/{id}/guardians/{link_id}', {
      params: { path: { id: link.student_id, link_id: link.id }, header: ifMatch(link) },
    }),
  );
