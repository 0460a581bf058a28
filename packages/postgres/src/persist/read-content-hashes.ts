import type { Queryable } from '../pool.ts';

const READ = 'select event_id, content_hash from event_keys where event_id = any($1::uuid[])';

/** What stands under the keys of these events, by event id. One whose key was purged meanwhile is missing. */
export async function readContentHashes(
  db: Queryable,
  eventIds: readonly string[],
): Promise<Map<string, Buffer>> {
  const { rows } = await db.query<{ event_id: string; content_hash: Buffer }>({
    name: 'read-content-hashes',
    text: READ,
    values: [eventIds],
  });
  return new Map(rows.map((row) => [row.event_id, row.content_hash]));
}
