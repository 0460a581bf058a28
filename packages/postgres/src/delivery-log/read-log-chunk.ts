// A stretch of a day of the log: the deliveries of the events that come next, as far as they fit.
import type { DeliveryState } from '../deliveries/delivery-state.ts';
import type { ChunkSource } from '../inbox/read-chunk.ts';
import { typeCondition } from '../inbox/type-condition.ts';
import { MICROS, MOMENT } from '../moments.ts';
import type { Queryable } from '../pool.ts';
import type { LogFilter, LoggedDelivery, LogPosition } from './log-query.ts';

export interface LogRange {
  readonly organizationId: string;
  readonly day: string;
  readonly before: LogPosition;
  readonly fromMicros: number;
}

export interface LogChunk {
  /** How many events were looked at; fewer than were asked for: there are no more in the day. */
  readonly read: number;
  /** The last of them; undefined when there was none. */
  readonly last: { readonly micros: number; readonly id: string } | undefined;
  /** Those that fit, in the log's order. */
  readonly deliveries: readonly LoggedDelivery[];
}

interface Row extends Omit<LoggedDelivery, 'position' | 'day' | 'id'> {
  readonly read: number;
  readonly lastMicros: number;
  readonly lastId: string;
  /** Null, with all that follows, when none fits. */
  readonly id: string | null;
  readonly micros: number;
}

/** The columns of a delivery `d` of an event `t`, as LoggedDelivery names them. */
export const LOG_COLUMNS = `
  d.id, d.event_id as "eventId", d.endpoint_id as "endpointId", t.type, t.accepted_at as "acceptedAt", d.state, d.reason,
  d.attempts, d.ladder_step as "ladderStep", d.created_at as "createdAt", d.next_attempt_at as "nextAttemptAt",
  d.ended_at as "endedAt", d.replay_id as "replayId", d.replayed_at as "replayedAt", d.succeeded_at as "succeededAt"`;

/**
 * Looks at the next `size` events of a source within a day, and gives their deliveries that fit, at most `want`. The event
 * of the place itself is looked at again, as some of its deliveries may be behind it. It costs in proportion to `size`: an
 * entry of events_inbox for each event, and its deliveries by deliveries_event. There is no index by endpoint in this
 * order: it would be written with every delivery.
 * @param size at least 2, so that each chunk goes on by an event
 */
export async function readLogChunk(
  db: Queryable,
  range: LogRange,
  source: ChunkSource,
  filter: LogFilter,
  { size, want }: { readonly size: number; readonly want: number },
): Promise<LogChunk> {
  const { text, values } = chunkStatement(range, source, filter, { size, want });
  // Without a name: a plan that is kept would be one over all days.
  const { rows } = await db.query<Row>(text, values);
  const [first] = rows;
  if (!first) return { read: 0, last: undefined, deliveries: [] };
  return {
    read: first.read,
    last: { micros: first.lastMicros, id: first.lastId },
    deliveries: rows.flatMap((row) => (row.id === null ? [] : [deliveryOf(row, row.id, range.day)])),
  };
}

function deliveryOf(row: Row, id: string, day: string): LoggedDelivery {
  const { read: _read, lastMicros: _micros, lastId: _id, micros, ...columns } = row;
  return { ...columns, id, day, position: { micros, id: row.eventId, deliveryId: id } };
}

function chunkStatement(
  { organizationId, day, before, fromMicros }: LogRange,
  source: ChunkSource,
  { types, endpointId, states }: LogFilter,
  { size, want }: { readonly size: number; readonly want: number },
): { text: string; values: unknown[] } {
  const values: unknown[] = [day, organizationId, before.micros, before.id, fromMicros, size, want];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  // As in inbox/read-chunk.ts: one by one, where they are known.
  const from =
    source.kind === 'all'
      ? '(select id, organization_id, accepted_at, type from events where day = $1)'
      : `unnest(${parameter(source.ids)}::uuid[]) given (given_id) cross join lateral
           (select id, organization_id, accepted_at, type from events where day = $1 and id = given_id offset 0)`;
  const conditions = [
    `(t.accepted_at, t.id, d.id) < (${MOMENT('$3')}, $4::uuid, ${parameter(before.deliveryId)}::uuid)`,
    ...(endpointId === undefined ? [] : [`d.endpoint_id = ${parameter(endpointId)}`]),
    ...(states === undefined ? [] : [stateCondition(states, parameter)]),
  ];
  // `offset 0` keeps the deliveries event by event, by deliveries_event, whatever Postgres expects of other conditions.
  const text = `
    with candidates as materialized (
      select e.id, e.accepted_at, e.type from ${from} e
       where e.organization_id = $2
         and (e.accepted_at, e.id) <= (${MOMENT('$3')}, $4::uuid) and e.accepted_at >= ${MOMENT('$5')}
       order by e.accepted_at desc, e.id desc limit $6
    ),
    oldest as (select accepted_at, id from candidates order by accepted_at, id limit 1),
    found as (
      select ${LOG_COLUMNS}, ${MICROS('t.accepted_at')} as micros
        from (select c.id, c.accepted_at, c.type from candidates c where ${typeCondition(types, 'c.type', parameter)}) t
       cross join lateral (select * from deliveries where day = $1 and event_id = t.id offset 0) d
       where ${conditions.join(' and ')}
       order by t.accepted_at desc, t.id desc, d.id desc limit $7
    )
    select (select count(*)::int from candidates) as read, ${MICROS('o.accepted_at')} as "lastMicros", o.id as "lastId", f.*
      from oldest o left join found f on true
     order by f."acceptedAt" desc, f."eventId" desc, f.id desc`;
  return { text, values };
}

function stateCondition(states: readonly DeliveryState[], parameter: (value: unknown) => string): string {
  return `d.state = any(${parameter(states)}::delivery_state[])`;
}
