import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { countValidKeys, lockOrganization } from './lock-organization.ts';
import { LISTED_COLUMNS, type ListedKey, type NewKey, type Scope } from './stored-key.ts';

export type KeyCreation =
  | { readonly kind: 'created'; readonly key: ListedKey }
  | { readonly kind: 'no-organization' }
  | { readonly kind: 'limit' };

const INSERT = `
  insert into api_keys as k (id, organization_id, secret_hash, secret_check, name, scopes)
  values ($1, $2, $3, $4, $5, $6) returning ${LISTED_COLUMNS}`;

/** Stores a further key of an organization, unless that has `limit` valid ones already. */
export function createKey(
  pool: Pool,
  organizationId: string,
  key: NewKey & { readonly scopes: readonly Scope[] },
  limit: number,
): Promise<KeyCreation> {
  return inTransaction(pool, async (client) => {
    if (!(await lockOrganization(client, organizationId))) return { kind: 'no-organization' };
    if ((await countValidKeys(client, organizationId)) >= limit) return { kind: 'limit' };
    const { id, secretHash, secretCheck, name, scopes } = key;
    const { rows } = await client.query<ListedKey>(INSERT, [
      id,
      organizationId,
      secretHash,
      secretCheck,
      name,
      scopes,
    ]);
    return { kind: 'created', key: rows[0] as ListedKey };
  });
}
