import type { Queryable } from '../pool.ts';

/** The organizations whose figures somebody looks at: no more than watchOrganizations lets in. */
export async function readWatched(db: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string }>({
    name: 'read-watched',
    text: 'select organization_id as id from live_watches where until > now()',
    values: [],
  });
  return new Set(rows.map(({ id }) => id));
}
