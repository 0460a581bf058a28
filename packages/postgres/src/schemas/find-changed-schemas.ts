import type { Queryable } from '../pool.ts';
import type { StoredSchema } from './store-schemas.ts';

const FIND = `
  select stored.subject, stored.version
    from unnest($1::text[], $2::text[], $3::int[]) as given (fingerprint, subject, version)
    join schemas stored on stored.subject = given.subject and stored.version = given.version
   where stored.fingerprint <> given.fingerprint
   order by 1, 2`;

/** Those of the schemas whose version is stored with another fingerprint: what `storeSchemas` refuses. */
export async function findChangedSchemas(
  db: Queryable,
  schemas: readonly StoredSchema[],
): Promise<Pick<StoredSchema, 'subject' | 'version'>[]> {
  const { rows } = await db.query<{ subject: string; version: number }>(FIND, [
    schemas.map(({ fingerprint }) => fingerprint),
    schemas.map(({ subject }) => subject),
    schemas.map(({ version }) => version),
  ]);
  return rows;
}
