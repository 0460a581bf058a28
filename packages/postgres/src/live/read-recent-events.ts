// What an organization's newest events are, for whoever watches them come in.
import { MICROS, MOMENT } from '../moments.ts';
import type { Queryable } from '../pool.ts';

/** An event by its place in the inbox. */
export interface RecentEvent {
  readonly id: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly type: string;
  /** When it was accepted, in microseconds since the epoch. */
  readonly micros: number;
}

export interface RecentQuery {
  readonly organizationId: string;
  /** `YYYY-MM-DD`: those that the stretch of time may touch. */
  readonly days: readonly string[];
  /** Events that were accepted then or later: microseconds since the epoch. */
  readonly fromMicros: number;
  /** The most events. */
  readonly limit: number;
}

/**
 * The newest events, newest first, by events_inbox alone: its entries have all that is asked for. Of all types: whoever wants
 * some of them, of which there may be few, would have every entry looked at.
 */
export async function readRecentEvents(db: Queryable, query: RecentQuery): Promise<readonly RecentEvent[]> {
  const { organizationId, days, fromMicros, limit } = query;
  const found: RecentEvent[] = [];
  // Day by day, the newest first: one statement for all would be planned over every day that there is.
  for (const day of days.toSorted().reverse()) {
    const { rows } = await db.query<{ id: string; type: string; micros: number }>(
      `select id, type, ${MICROS('accepted_at')} as micros from events
        where day = $1 and organization_id = $2 and accepted_at >= ${MOMENT('$3')}
        order by accepted_at desc, id desc limit $4`,
      [day, organizationId, fromMicros, limit - found.length],
    );
    for (const row of rows) found.push({ ...row, day });
    if (found.length >= limit) break;
  }
  return found;
}

/** What a line about an event says. */
export interface EventHead {
  readonly id: string;
  readonly type: string;
  readonly dedupId: string | null;
  readonly orderingKey: string | null;
  readonly acceptedAt: Date;
  readonly storedAt: Date;
  /** How long the webhook's body is. */
  readonly bytes: number;
}

/** The heads of these events, by id; of one that retention has dropped meanwhile there is none. */
export async function readEventHeads(
  db: Queryable,
  events: readonly RecentEvent[],
): Promise<ReadonlyMap<string, EventHead>> {
  const heads = new Map<string, EventHead>();
  for (const [day, ofDay] of Map.groupBy(events, (event) => event.day)) {
    const { rows } = await db.query<EventHead>(
      `select id, type, dedup_id as "dedupId", ordering_key as "orderingKey", accepted_at as "acceptedAt",
              stored_at as "storedAt", octet_length(body) as bytes
         from events where day = $1 and id = any ($2::uuid[])`,
      [day, ofDay.map(({ id }) => id)],
    );
    for (const head of rows) heads.set(head.id, head);
  }
  return heads;
}
