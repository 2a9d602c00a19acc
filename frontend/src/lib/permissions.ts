/** The one question that navigation, guards and buttons ask. The server decides again, per record. */
export function can<Permission extends string>(
  person: { permissions: readonly Permission[] } | null,
  ...anyOf: readonly NoInfer<Permission>[]
): boolean {
  return person !== null && anyOf.some((permission) => person.permissions.includes(permission));
}
