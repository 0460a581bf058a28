import type { Queryable } from '../pool.ts';

/** The registry's ids of these schemas, by fingerprint; one that is not registered is missing. */
export async function findRegistryIds(
  db: Queryable,
  fingerprints: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ fingerprint: string; registry_id: number }>(
    'select fingerprint, registry_id from schemas where fingerprint = any($1::text[]) and registry_id is not null',
    [fingerprints],
  );
  return new Map(rows.map((row) => [row.fingerprint, row.registry_id]));
}
