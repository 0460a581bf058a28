import type { Queryable } from '../pool.ts';

/** A delivery that is pending and due. */
export interface DueDelivery {
  readonly day: string;
  readonly id: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly organizationId: string;
  readonly version: number;
}

// Through the keys, which know the day: only that day's partition is read. `offset 0` keeps it event by event: joined in
// the usual way, Postgres may read the pending rows of all days and pick from them.
const READ = `
  select due.*
    from event_keys k
   cross join lateral (select d.day, d.id, d.event_id, d.endpoint_id, d.organization_id, d.version
                         from deliveries d
                        where d.day = k.day and d.event_id = k.event_id
                          and d.state = 'pending' and d.next_attempt_at <= now()
                       offset 0) due
   where k.event_id = any($1::uuid[])`;

/**
 * The deliveries of these events that are still pending and due. After a crash between the commit and the publish they
 * have no wake-up, and a second wake-up of one that has does no harm.
 */
export async function readDueOfEvents(db: Queryable, eventIds: readonly string[]): Promise<DueDelivery[]> {
  const { rows } = await db.query({ name: 'read-due-of-events', text: READ, values: [eventIds] });
  return rows.map((row) => ({
    day: row.day,
    id: row.id,
    eventId: row.event_id,
    endpointId: row.endpoint_id,
    organizationId: row.organization_id,
    version: row.version,
  }));
}
