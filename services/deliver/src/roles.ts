// What a process of deliver does. Rungs are kept apart from posts where the two are to be scaled, or are to stop, on their own.
export const DELIVER_ROLES = ['deliveries', 'rungs'] as const;
export type DeliverRole = (typeof DELIVER_ROLES)[number];

/** @throws {RangeError} for one that there is not, and for none at all */
export function parseRoles(text: string): readonly DeliverRole[] {
  const names = text.split(',').map((name) => name.trim());
  const roles = DELIVER_ROLES.filter((role) => names.includes(role));
  const unknown = names.find((name) => !roles.some((role) => role === name));
  if (unknown !== undefined)
    throw new RangeError(`"${unknown}" is none of ${DELIVER_ROLES.join(', ')}; separate two by a comma`);
  return roles;
}
