import type { InboxPosition } from '../inbox/inbox-query.ts';
import { MICROS, MOMENT } from '../moments.ts';
import type { Queryable } from '../pool.ts';
import type { AttemptGroup } from './attempt-tally.ts';

export interface AttemptStretch {
  /** How many events were looked at; fewer than were asked for: there are no more. */
  readonly read: number;
  /** The last of them; undefined when there was none. */
  readonly last: InboxPosition | undefined;
  /** The endpoint's attempts at them. */
  readonly groups: readonly AttemptGroup[];
}

interface Row {
  readonly read: number;
  readonly lastId: string;
  readonly lastMicros: number;
  /** Null, with all that follows, where the endpoint has had no attempt. */
  readonly durationMs: number | null;
  readonly succeeded: boolean;
  readonly answered: boolean;
  readonly count: number;
}

// As in delivery-log/read-log-chunk.ts: along events_inbox, the deliveries by deliveries_event, their attempts by the primary key. An
// index by endpoint would be written with every delivery.
const READ = `
  with page as materialized (
    select id, accepted_at from events
     where day = $1 and organization_id = $2 and (accepted_at, id) < (${MOMENT('$3')}, $4::uuid)
       and accepted_at >= ${MOMENT('$5')}
     order by accepted_at desc, id desc limit $6
  ),
  oldest as (select accepted_at, id from page order by accepted_at, id limit 1),
  found as (
    select a.duration_ms, a.succeeded, a.answered, count(*)::int as count
      from page p
     cross join lateral (select id from deliveries
                          where day = $1 and event_id = p.id and endpoint_id = $7 offset 0) d
     cross join lateral (select duration_ms, outcome = 'succeeded' as succeeded, status_code is not null as answered
                           from attempts where day = $1 and delivery_id = d.id offset 0) a
     group by 1, 2, 3
  )
  select (select count(*)::int from page) as read, o.id as "lastId", ${MICROS('o.accepted_at')} as "lastMicros",
         f.duration_ms as "durationMs", f.succeeded, f.answered, f.count
    from oldest o left join found f on true`;

/**
 * Looks at the next `size` events of a day, the newest first, and adds up the attempts that an endpoint has had at them.
 * @param range.fromMicros events that were accepted then or later: microseconds since the epoch
 */
export async function readAttemptStretch(
  db: Queryable,
  endpoint: { readonly organizationId: string; readonly endpointId: string },
  range: { readonly day: string; readonly before: InboxPosition; readonly fromMicros: number },
  size: number,
): Promise<AttemptStretch> {
  const { day, before, fromMicros } = range;
  // Without a name: a plan that is kept would be one over all days.
  const { rows } = await db.query<Row>(READ, [
    ...[day, endpoint.organizationId, before.micros, before.id],
    ...[fromMicros, size, endpoint.endpointId],
  ]);
  const [first] = rows;
  if (!first) return { read: 0, last: undefined, groups: [] };
  return {
    read: first.read,
    last: { micros: first.lastMicros, id: first.lastId },
    groups: rows.flatMap(({ durationMs, succeeded, answered, count }) =>
      durationMs === null ? [] : [{ durationMs, succeeded, answered, count }],
    ),
  };
}
