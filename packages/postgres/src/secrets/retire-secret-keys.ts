import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

// Everything that may hold a sealed text. `position` and not a pattern: an id may hold the wildcards of one.
const IN_USE = `
  select exists (
    select from endpoints
     where position('sealed:v1:' || $1 || ':' in concat_ws(' ', secret, headers, old_secrets::text)) > 0
  ) as used`;

/**
 * Forgets the keys that seal nothing any more, so that SECRET_KEYS may do without them.
 * @param keepId stays, used or not
 * @returns the ids of those that are forgotten
 */
export async function retireSecretKeys(pool: Pool, keepId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select id from secret_keys where id <> $1 order by id', [
    keepId,
  ]);
  const retired: string[] = [];
  for (const { id } of rows) {
    const isGone = await inTransaction(pool, async (client) => {
      // Behind the lock whoever stored something with this key has committed, and the next statement sees it.
      await client.query('select from secret_keys where id = $1 for update', [id]);
      const { rows: found } = await client.query<{ used: boolean }>(IN_USE, [id]);
      if (found[0]?.used !== false) return false;
      await client.query('delete from secret_keys where id = $1', [id]);
      return true;
    });
    if (isGone) retired.push(id);
  }
  return retired;
}
