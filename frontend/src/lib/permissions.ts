/** The one question that navigation, guards and buttons ask. The server decides again, per record. */
export function can(
  person: { permissions: readonly string[] } | null,
  ...anyOf: readonly string[]
): boolean {
  return person !== null && anyOf.some((permission) => person.permissions.includes(permission));
}
