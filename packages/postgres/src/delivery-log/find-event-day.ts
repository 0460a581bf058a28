import type { Queryable } from '../pool.ts';

// By the key, which knows the day; then by the day's primary key. Not as one statement, which would be planned over every
// day that there is.
const FIND_KEY = `select day from event_keys where event_id = $1`;
const FIND = `select from events where day = $1 and id = $2 and organization_id = $3`;

/** The day of one of the organization's events; undefined when it has none with this id. */
export async function findEventDay(
  db: Queryable,
  organizationId: string,
  eventId: string,
): Promise<string | undefined> {
  const { rows } = await db.query<{ day: string }>(FIND_KEY, [eventId]);
  const day = rows[0]?.day;
  if (day === undefined) return undefined;
  const found = await db.query(FIND, [day, eventId, organizationId]);
  return found.rows.length > 0 ? day : undefined;
}
