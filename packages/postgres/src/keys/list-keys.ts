import type { Queryable } from '../pool.ts';
import { LISTED_COLUMNS, type ListedKey } from './stored-key.ts';

const LIST = `
  select ${LISTED_COLUMNS}
    from api_keys k
   where k.organization_id = $1
     and ($3::text is null or (k.created_at, k.id) <
          (select c.created_at, c.id from api_keys c where c.id = $3 and c.organization_id = $1))
   order by k.created_at desc, k.id desc
   limit $2`;

/** Keys of an organization, newest first, revoked and expired ones too. `after` is the last id of the page before. */
export async function listKeys(
  db: Queryable,
  organizationId: string,
  { limit, after }: { limit: number; after: string | undefined },
): Promise<ListedKey[]> {
  const { rows } = await db.query<ListedKey>(LIST, [organizationId, limit, after ?? null]);
  return rows;
}
