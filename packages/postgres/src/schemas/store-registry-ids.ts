import type { Queryable } from '../pool.ts';

/** What a schema registry calls a schema. */
export interface RegistryId {
  readonly fingerprint: string;
  readonly registryId: number;
}

const STORE = `
  update schemas set registry_id = given.registry_id
    from unnest($1::text[], $2::int[]) as given (fingerprint, registry_id)
   where schemas.fingerprint = given.fingerprint and schemas.registry_id is null
     -- An id that stands for another schema stays with it: there may be records that name it.
     and not exists (select from schemas other where other.registry_id = given.registry_id)`;

const REFUSED = `
  select schemas.subject, schemas.version, schemas.registry_id as stored, given.registry_id as given
    from unnest($1::text[], $2::int[]) as given (fingerprint, registry_id)
    join schemas using (fingerprint)
   where schemas.registry_id is distinct from given.registry_id
   order by 1, 2`;

/** A schema whose id in the registry is not the one that is stored, or is stored as another schema's. */
export interface RefusedRegistryId {
  readonly subject: string;
  readonly version: number;
  readonly stored: number | null;
  readonly given: number;
}

/**
 * Keeps the registry's ids of schemas that are stored, so that readers never need the registry. An id that is there
 * never changes, since records name it.
 * @returns those that could not be kept
 */
export async function storeRegistryIds(
  db: Queryable,
  ids: readonly RegistryId[],
): Promise<RefusedRegistryId[]> {
  const columns = [ids.map((one) => one.fingerprint), ids.map((one) => one.registryId)];
  await db.query(STORE, columns);
  const { rows } = await db.query<RefusedRegistryId>(REFUSED, columns);
  return rows;
}
