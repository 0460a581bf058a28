// What whoever is signed in may do. The API decides; the pages offer nothing that it would refuse.

/** What is known of a session. */
export interface SessionFacts {
  readonly kind: 'key' | 'admin' | 'portal';
  readonly scopes: readonly string[];
}

export interface Permissions {
  /** Events, deliveries, endpoints and replays: of its own organization, or of the one that the administrator looks at. */
  readonly read: boolean;
  /** To change endpoints, retry and replay. */
  readonly manage: boolean;
  /** Keys: of its own organization, or of any that the administrator names. */
  readonly keys: boolean;
  readonly reconcile: boolean;
  /** Organizations and their limits. */
  readonly administer: boolean;
}

/** @param organizationId which organization the administrator looks at */
export function permissionsOf({ kind, scopes }: SessionFacts, organizationId?: string): Permissions {
  const isAdmin = kind === 'admin';
  const read = isAdmin ? organizationId !== undefined : scopes.includes('read');
  const manage = !isAdmin && scopes.includes('manage');
  return {
    read,
    manage,
    keys: isAdmin || (kind === 'key' && manage),
    reconcile: kind !== 'portal' && read,
    administer: isAdmin,
  };
}
