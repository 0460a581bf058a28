import { ALL_DAYS, listEventDays } from '../inbox/list-event-days.ts';
import { MICROS } from '../moments.ts';
import type { Queryable } from '../pool.ts';
import type { LoggedDelivery } from './log-query.ts';
import { LOG_COLUMNS } from './read-log-chunk.ts';

// One look into the primary key of each day, the newest first: an id does not say its day, and an index by id alone would
// be written with every delivery for what people ask one at a time. `limit 1` ends it at the first that has it.
const FIND_DAY = `
  select found.day
    from unnest($2::date[]) as given (day)
   cross join lateral (
     select d.day from deliveries d where d.day = given.day and d.id = $1 and d.organization_id = $3 limit 1) found
   limit 1`;

/** The day of one of the organization's deliveries; undefined when it has none with this id. */
export async function findDeliveryDay(
  db: Queryable,
  organizationId: string,
  id: string,
): Promise<string | undefined> {
  const days = await listEventDays(db, ALL_DAYS);
  const { rows } = await db.query<{ day: string }>({
    name: 'find-delivery-day',
    text: FIND_DAY,
    values: [id, days, organizationId],
  });
  return rows[0]?.day;
}

const FIND = `
  select ${LOG_COLUMNS}, d.day, ${MICROS('t.accepted_at')} as micros
    from deliveries d join events t on t.day = $1 and t.id = d.event_id
   where d.day = $1 and d.id = $2`;

/** One of the organization's deliveries; undefined when it has none with this id. */
export async function findDelivery(
  db: Queryable,
  organizationId: string,
  id: string,
): Promise<LoggedDelivery | undefined> {
  const day = await findDeliveryDay(db, organizationId, id);
  if (day === undefined) return undefined;
  const { rows } = await db.query<Omit<LoggedDelivery, 'position'> & { micros: number }>(FIND, [day, id]);
  return rows.map(({ micros, ...delivery }) => ({
    ...delivery,
    position: { micros, id: delivery.eventId, deliveryId: id },
  }))[0];
}
