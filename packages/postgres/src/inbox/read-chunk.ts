// A stretch of a day of the inbox: which events come next, what became of their deliveries, and which of them fit.
import { DELIVERY_STATES, type DeliveryState } from '../deliveries/delivery-state.ts';
import { MICROS, MOMENT } from '../moments.ts';
import type { Queryable } from '../pool.ts';
import type { InboxEvent, InboxFilter, InboxPosition } from './inbox-query.ts';
import { typeCondition } from './type-condition.ts';

/** Where the events of a chunk are read from. */
export type ChunkSource =
  /** All of the organization's, by events_inbox. */
  | { readonly kind: 'all' }
  /** These, by the primary key. */
  | { readonly kind: 'ids'; readonly ids: readonly string[] };

export interface ChunkRange {
  readonly organizationId: string;
  readonly day: string;
  readonly before: InboxPosition;
  readonly fromMicros: number;
}

export interface Chunk {
  /** How many events were looked at; fewer than were asked for: there are no more in the day. */
  readonly read: number;
  /** The last that was looked at; undefined when there was none. */
  readonly last: InboxPosition | undefined;
  /** Those that fit, in the inbox's order. */
  readonly events: readonly InboxEvent[];
}

interface Row
  extends Omit<InboxEvent, 'position' | 'day' | 'id' | 'deliveries'>,
    Record<DeliveryState, number> {
  readonly read: number;
  readonly lastMicros: number;
  readonly lastId: string;
  /** Null, with all that follows, when none fits. */
  readonly id: string | null;
  readonly micros: number;
}

const COUNTS = DELIVERY_STATES.map(
  (state) => `count(*) filter (where d.state = '${state}')::int as ${state}`,
);
// What succeeded once was delivered, also while a replay makes it pending again.
const EVER = `count(*) filter (where d.state = 'succeeded' or d.succeeded_at is not null)::int as ever`;

/**
 * Looks at the next `size` events of a source within a day and gives those that fit, at most `want`. A chunk costs in
 * proportion to its size: an entry of the index for each event, and, where the filter asks for it, its deliveries, by
 * deliveries_event.
 */
export async function readChunk(
  db: Queryable,
  range: ChunkRange,
  source: ChunkSource,
  filter: InboxFilter,
  { size, want }: { readonly size: number; readonly want: number },
): Promise<Chunk> {
  const { text, values } = chunkStatement(range, source, filter, { size, want });
  // Without a name: a plan that is kept would be one over all days.
  const { rows } = await db.query<Row>(text, values);
  const [first] = rows;
  if (!first) return { read: 0, last: undefined, events: [] };
  return {
    read: first.read,
    last: { micros: first.lastMicros, id: first.lastId },
    events: rows.flatMap((row) => (row.id === null ? [] : [eventOf(row, row.id, range.day)])),
  };
}

function eventOf(row: Row, id: string, day: string): InboxEvent {
  const { type, dedupId, orderingKey, acceptedAt, storedAt, bytes } = row;
  const { pending, sending, succeeded, dead, cancelled } = row;
  return {
    position: { micros: row.micros, id },
    ...{ day, id, type, dedupId, orderingKey, acceptedAt, storedAt, bytes },
    deliveries: { pending, sending, succeeded, dead, cancelled },
  };
}

function chunkStatement(
  { organizationId, day, before, fromMicros }: ChunkRange,
  source: ChunkSource,
  filter: InboxFilter,
  { size, want }: { readonly size: number; readonly want: number },
): { text: string; values: unknown[] } {
  const values: unknown[] = [day, organizationId, before.micros, before.id, fromMicros, size, want];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  // One by one, where they are known: `offset 0` keeps Postgres from reading all that the organization has instead.
  const from =
    source.kind === 'all'
      ? '(select id, organization_id, accepted_at, type from events where day = $1)'
      : `unnest(${parameter(source.ids)}::uuid[]) given (given_id) cross join lateral
           (select id, organization_id, accepted_at, type from events where day = $1 and id = given_id offset 0)`;
  const ofDeliveries = deliveryConditions(filter);
  // Where deliveries decide nothing, only those of the page's events are counted.
  const page = (alias: string) => `order by ${alias}.accepted_at desc, ${alias}.id desc limit $7`;
  const text = `
    with candidates as materialized (
      select e.id, e.accepted_at, e.type from ${from} e
       where e.organization_id = $2
         and (e.accepted_at, e.id) < (${MOMENT('$3')}, $4::uuid) and e.accepted_at >= ${MOMENT('$5')}
       order by e.accepted_at desc, e.id desc limit $6
    ),
    typed as (
      select c.id, c.accepted_at from candidates c
       where ${typeCondition(filter.types, 'c.type', parameter)} ${ofDeliveries === '' ? page('c') : ''}
    ),
    counted as (
      select t.*, s.* from typed t
       cross join lateral (select ${COUNTS.join(', ')}, ${EVER} from deliveries d where d.day = $1 and d.event_id = t.id) s
    ),
    matched as (select * from counted c where true ${ofDeliveries} ${page('c')}),
    oldest as (select accepted_at, id from candidates order by accepted_at, id limit 1)
    select (select count(*)::int from candidates) as read, ${MICROS('o.accepted_at')} as "lastMicros", o.id as "lastId",
           m.id, ${MICROS('m.accepted_at')} as micros, e.type, e.dedup_id as "dedupId", e.ordering_key as "orderingKey",
           e.accepted_at as "acceptedAt", e.stored_at as "storedAt", octet_length(e.body) as bytes,
           ${DELIVERY_STATES.map((state) => `m.${state}`).join(', ')}
      from oldest o
      left join (matched m join events e on e.day = $1 and e.id = m.id) on true
     order by m.accepted_at desc, m.id desc`;
  return { text, values };
}

function deliveryConditions({ states, neverDelivered }: InboxFilter): string {
  const isInStates = states && `and ${states.map((state) => `c.${state}`).join(' + ')} > 0`;
  return `${isInStates ?? ''} ${neverDelivered ? 'and c.ever = 0' : ''}`.trim();
}
