import type { Queryable } from '../pool.ts';

// By the key, which knows the day; then by the day's primary key.
const FIND = `
  select e.day
    from event_keys k
    join events e on e.day = k.day and e.id = k.event_id
   where k.event_id = $1 and e.organization_id = $2`;

/** The day of one of the organization's events; undefined when it has none with this id. */
export async function findEventDay(
  db: Queryable,
  organizationId: string,
  eventId: string,
): Promise<string | undefined> {
  const { rows } = await db.query<{ day: string }>(FIND, [eventId, organizationId]);
  return rows[0]?.day;
}
