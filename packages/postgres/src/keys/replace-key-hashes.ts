import type { Queryable } from '../pool.ts';

/** Another text for the same secret. */
export interface HashReplacement {
  readonly keyId: string;
  /** What the row is believed to have. */
  readonly from: string;
  readonly to: string;
}

// A row that another process is writing is left to it, so that processes with the same keys never wait for each other.
// Nothing but the hash is written: what else has changed in the row meanwhile stays as it is.
const REPLACE = `
  with given as (
    select k.id, g.old, g.new
      from unnest($1::text[], $2::text[], $3::text[]) as g (id, old, new)
      join api_keys k on k.id = g.id and k.secret_hash = g.old
       for no key update of k skip locked
  )
  update api_keys k set secret_hash = given.new from given where k.id = given.id and k.secret_hash = given.old`;

/** Replaces hashes in one statement, each where the row still has the old one. @returns how many were */
export async function replaceKeyHashes(
  db: Queryable,
  replacements: readonly HashReplacement[],
): Promise<number> {
  const column = (of: (one: HashReplacement) => string) => replacements.map(of);
  const values = [column((one) => one.keyId), column((one) => one.from), column((one) => one.to)];
  const { rowCount } = await db.query({ name: 'replace-key-hashes', text: REPLACE, values });
  return rowCount ?? 0;
}
