import type { Pool, Queryable } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { deleteEndedKeys } from './delete-ended-keys.ts';
import { lockOrganization } from './lock-organization.ts';
import { type KeyMaking, type MakingRefusal, refuseMaking } from './refuse-making.ts';
import { LISTED_COLUMNS, type ListedKey, type NewKey, type Scope } from './stored-key.ts';

export interface Rotation extends KeyMaking {
  /** The key that gets a successor. */
  readonly keyId: string;
  /** How long it stays good beside its successor. */
  readonly overlapSeconds: number;
  /** Only a key that has no other scopes than these is rotated: its successor is shown to whoever asked. */
  readonly withinScopes: readonly Scope[];
}

export type RotationRefusal =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'beyond-scopes' }
  | MakingRefusal;

export type KeyRotation =
  | { readonly kind: 'rotated'; readonly successor: ListedKey; readonly expiresAt: Date }
  | RotationRefusal;

const READ = `
  select scopes <@ $3::text[] as within from api_keys
   where id = $2 and organization_id = $1 and revoked_at is null and coalesce(expires_at > now(), true)`;

const SUCCEED = `
  insert into api_keys as k (id, organization_id, secret_hash, secret_check, name, scopes)
  select $2, organization_id, $3, $4, name, scopes from api_keys where id = $1
  returning ${LISTED_COLUMNS}`;

// An end that was set before is never put off.
const EXPIRE = `
  update api_keys set expires_at = least(expires_at, now() + make_interval(secs => $2))
   where id = $1 returning expires_at as "expiresAt"`;

/**
 * Why the key gets no successor now, or undefined. Like `refuseMaking`, asked without a lock first, and again with the
 * organization locked.
 */
export async function refuseRotation(
  db: Queryable,
  rotation: Rotation,
): Promise<RotationRefusal | undefined> {
  const { organizationId, keyId, withinScopes } = rotation;
  const { rows } = await db.query<{ within: boolean }>(READ, [organizationId, keyId, withinScopes]);
  const [old] = rows;
  if (!old) return { kind: 'not-found' };
  if (!old.within) return { kind: 'beyond-scopes' };
  return refuseMaking(db, rotation);
}

/** Makes a successor with the same name and scopes, and sets the end of the old key, in one transaction. */
export function rotateKey(
  pool: Pool,
  rotation: Rotation,
  successor: Omit<NewKey, 'name'>,
): Promise<KeyRotation> {
  const { organizationId, keyId, overlapSeconds } = rotation;
  return inTransaction(pool, async (client) => {
    await lockOrganization(client, organizationId);
    const refusal = await refuseRotation(client, rotation);
    if (refusal) return refusal;
    const { id, secretHash, secretCheck } = successor;
    const made = await client.query<ListedKey>(SUCCEED, [keyId, id, secretHash, secretCheck]);
    const ended = await client.query<{ expiresAt: Date }>(EXPIRE, [keyId, overlapSeconds]);
    await deleteEndedKeys(client, organizationId);
    return {
      kind: 'rotated',
      successor: made.rows[0] as ListedKey,
      expiresAt: (ended.rows[0] as { expiresAt: Date }).expiresAt,
    };
  });
}
