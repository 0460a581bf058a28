import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { holdSecretKey } from './hold-secret-key.ts';
import type { SealedRow } from './read-sealed.ts';

// In the order of the ids, as every statement that locks several endpoints.
const LOCK = 'select from endpoints where id = any($1::uuid[]) order by id for no key update';

// Compared with what was read: an endpoint whose secret was replaced meanwhile has a newer one, which stays.
const STORE = `
  update endpoints e
     set secret = given.secret, old_secrets = given.old_secrets::jsonb, headers = given.headers
    from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
      as given (id, was_secret, was_old, was_headers, secret, old_secrets, headers)
   where e.id = given.id and e.secret = given.was_secret
     and e.old_secrets is not distinct from given.was_old::jsonb
     and e.headers is not distinct from given.was_headers`;

/**
 * Stores rows that were sealed anew with the key of this id, in one statement.
 * @returns how many were stored; the others have changed since they were read
 */
export function storeResealed(
  pool: Pool,
  keyId: string,
  rows: readonly { readonly was: SealedRow; readonly is: SealedRow }[],
): Promise<number> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return inTransaction(pool, async (client) => {
    await holdSecretKey(client, keyId);
    const ids = rows.map(({ was }) => was.id);
    await client.query(LOCK, [ids]);
    const { rowCount } = await client.query(STORE, [
      ids,
      rows.map(({ was }) => was.secret),
      rows.map(({ was }) => json(was.oldSecrets)),
      rows.map(({ was }) => was.headers),
      rows.map(({ is }) => is.secret),
      rows.map(({ is }) => json(is.oldSecrets)),
      rows.map(({ is }) => is.headers),
    ]);
    return rowCount ?? 0;
  });
}
