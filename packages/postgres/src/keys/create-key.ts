import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { deleteEndedKeys } from './delete-ended-keys.ts';
import { lockOrganization } from './lock-organization.ts';
import { type KeyMaking, type MakingRefusal, refuseMaking } from './refuse-making.ts';
import { LISTED_COLUMNS, type ListedKey, type NewKey, type Scope } from './stored-key.ts';

export type KeyCreation = { readonly kind: 'created'; readonly key: ListedKey } | MakingRefusal;

const INSERT = `
  insert into api_keys as k (id, organization_id, secret_hash, secret_check, name, scopes)
  values ($1, $2, $3, $4, $5, $6) returning ${LISTED_COLUMNS}`;

/** Stores a further key of an organization, unless `refuseMaking` finds a reason against it. */
export function createKey(
  pool: Pool,
  making: KeyMaking,
  key: NewKey & { readonly scopes: readonly Scope[] },
): Promise<KeyCreation> {
  const { organizationId } = making;
  return inTransaction(pool, async (client) => {
    await lockOrganization(client, organizationId);
    const refusal = await refuseMaking(client, making);
    if (refusal) return refusal;
    const { id, secretHash, secretCheck, name, scopes } = key;
    const { rows } = await client.query<ListedKey>(INSERT, [
      id,
      organizationId,
      secretHash,
      secretCheck,
      name,
      scopes,
    ]);
    await deleteEndedKeys(client, organizationId);
    return { kind: 'created', key: rows[0] as ListedKey };
  });
}
