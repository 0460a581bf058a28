import type { Queryable } from '../pool.ts';

// In one snapshot: the key and the event are written by one transaction, so a key without its event is what retention
// has left. It drops the day's deliveries first.
const ASK = `
  select not exists (select from events e where e.day = k.day and e.id = k.event_id)
         or to_regclass('deliveries_' || to_char(k.day, 'YYYYMMDD')) is null as expired
    from event_keys k
   where k.event_id = $1 and k.organization_id = $2`;

/** Whether the organization had an event with this id that was dropped at the end of its retention, a day ago or so. */
export async function isEventExpired(db: Queryable, organizationId: string, id: string): Promise<boolean> {
  const { rows } = await db.query<{ expired: boolean }>({
    name: 'is-event-expired',
    text: ASK,
    values: [id, organizationId],
  });
  return rows[0]?.expired ?? false;
}
