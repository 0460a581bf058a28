import type { Queryable } from '../pool.ts';

/** What a schema registry calls a schema. */
export interface RegistryId {
  readonly fingerprint: string;
  readonly registryId: number;
}

// All or nothing: ids of two registries side by side would fit neither. An id that stands for another schema stays with it,
// since there may be records that name it. The update and what is refused see the table as it was before.
const STORE = `
  with ids as (
    select schemas.subject, schemas.version, schemas.fingerprint, schemas.registry_id as stored, given.registry_id as given
      from unnest($1::text[], $2::int[]) as given (fingerprint, registry_id)
      join schemas using (fingerprint)
  ), refused as (
    select subject, version, stored, given from ids
     where stored <> given
        or exists (select from schemas other
                    where other.registry_id = ids.given and other.fingerprint <> ids.fingerprint)
        or exists (select from ids twin where twin.given = ids.given and twin.fingerprint <> ids.fingerprint)
  ), kept as (
    update schemas set registry_id = ids.given
      from ids
     where schemas.fingerprint = ids.fingerprint and schemas.registry_id is null and not exists (select from refused)
  )
  select subject, version, stored, given from refused order by 1, 2`;

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
 * @returns those that could not be kept: then none of the others was
 */
export async function storeRegistryIds(
  db: Queryable,
  ids: readonly RegistryId[],
): Promise<RefusedRegistryId[]> {
  const { rows } = await db.query<RefusedRegistryId>(STORE, [
    ids.map((one) => one.fingerprint),
    ids.map((one) => one.registryId),
  ]);
  return rows;
}
