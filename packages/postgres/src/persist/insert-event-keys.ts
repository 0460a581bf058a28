import { byteaArray, dateArray, uuidArray } from '../binary-array.ts';
import type { Queryable } from '../pool.ts';
import { IN_TRANSACTION } from '../transaction.ts';

export interface EventKey {
  readonly eventId: string;
  /** The event's UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly contentHash: Buffer;
  readonly organizationId: string;
}

// Sorted: two batches with the same ids then wait for each other in the same order, and never in a circle.
const INSERT = `
  insert into event_keys (event_id, day, content_hash, organization_id)
  select * from unnest($1::uuid[], $2::date[], $3::bytea[], $4::uuid[])
                  as given (event_id, day, content_hash, organization_id)
   where ${IN_TRANSACTION}
   order by event_id
  on conflict (event_id) do nothing
  returning event_id`;

/**
 * Takes the keys of these events.
 * @param keys no id twice
 * @returns the ids that were not there before: these events are new
 */
export async function insertEventKeys(db: Queryable, keys: readonly EventKey[]): Promise<Set<string>> {
  const { rows } = await db.query<{ event_id: string }>({
    name: 'insert-event-keys',
    text: INSERT,
    values: [
      uuidArray(keys.map(({ eventId }) => eventId)),
      dateArray(keys.map(({ day }) => day)),
      byteaArray(keys.map(({ contentHash }) => contentHash)),
      uuidArray(keys.map(({ organizationId }) => organizationId)),
    ],
  });
  return new Set(rows.map((row) => row.event_id));
}
