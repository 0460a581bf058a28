// A stretch of a day of the inbox: which events come next, what became of their deliveries, and which of them fit.
import type { Queryable } from '../pool.ts';
import { isPrefix, prefixOf } from './find-types.ts';
import { DELIVERY_STATES, type DeliveryState, type InboxEvent, type InboxPosition } from './inbox-query.ts';

/** Where the events of a chunk are read from. */
export type ChunkSource =
  /** All of the organization's, by events_inbox. */
  | { readonly kind: 'all' }
  /** Those of these types, by events_types: from each the newest, merged. */
  | { readonly kind: 'types'; readonly types: readonly string[] }
  /** These, by the primary key. */
  | { readonly kind: 'ids'; readonly ids: readonly string[] };

export interface ChunkRange {
  readonly organizationId: string;
  readonly day: string;
  readonly before: InboxPosition;
  readonly fromMicros: number;
}

/** What an event of the source must be to be taken. */
export interface ChunkChecks {
  /** Exact types and `order.*`. Undefined: all. */
  readonly types: readonly string[] | undefined;
  readonly states: readonly DeliveryState[] | undefined;
  readonly neverDelivered: boolean;
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
const MICROS = (column: string) => `(extract(epoch from ${column}) * 1000000)::float8`;
const MOMENT = (parameter: string) =>
  `(timestamptz 'epoch' + ${parameter}::float8 * interval '1 microsecond')`;

/**
 * Looks at the next `size` events of a source within a day and gives those that fit, at most `want`. Deliveries are
 * counted for each event that is looked at, by deliveries_event, so a chunk costs in proportion to its size and to nothing
 * else.
 */
export async function readChunk(
  db: Queryable,
  range: ChunkRange,
  source: ChunkSource,
  checks: ChunkChecks,
  { size, want }: { readonly size: number; readonly want: number },
): Promise<Chunk> {
  const { text, values } = chunkStatement(range, source, checks, { size, want });
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
  checks: ChunkChecks,
  { size, want }: { readonly size: number; readonly want: number },
): { text: string; values: unknown[] } {
  const values: unknown[] = [day, organizationId, before.micros, before.id, fromMicros, size, want];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const columns = checks.types === undefined ? 'e.id, e.accepted_at' : 'e.id, e.accepted_at, e.type';
  const newest = (condition: string) => `
    select ${columns} from events e
     where e.day = $1 and e.organization_id = $2 ${condition}
       and (e.accepted_at, e.id) < (${MOMENT('$3')}, $4::uuid) and e.accepted_at >= ${MOMENT('$5')}
     order by e.accepted_at desc, e.id desc limit $6`;
  const text = `
    with candidates as materialized (${sourceText(source, newest, parameter)}),
    counted as (
      select c.*, s.* from candidates c
       cross join lateral (select ${COUNTS.join(', ')} from deliveries d where d.day = $1 and d.event_id = c.id) s
    ),
    matched as (
      select * from counted c where ${checkText(checks, parameter)}
       order by c.accepted_at desc, c.id desc limit $7
    ),
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

function sourceText(
  source: ChunkSource,
  newest: (condition: string) => string,
  parameter: (value: unknown) => string,
): string {
  switch (source.kind) {
    case 'all':
      return newest('');
    case 'ids':
      return newest(`and e.id = any(${parameter(source.ids)}::uuid[])`);
    case 'types':
      return `
        select n.* from unnest(${parameter(source.types)}::text[]) as t (type)
         cross join lateral (${newest('and e.type collate "C" = t.type')}) n
         order by n.accepted_at desc, n.id desc limit $6`;
  }
}

function checkText(
  { types, states, neverDelivered }: ChunkChecks,
  parameter: (value: unknown) => string,
): string {
  const conditions = ['true'];
  if (types !== undefined) {
    const exact = parameter(types.filter((type) => !isPrefix(type)));
    const prefixes = parameter(types.filter(isPrefix).map(prefixOf));
    // No pattern is made of what a caller sends.
    conditions.push(
      `(c.type = any(${exact}::text[])
        or exists (select from unnest(${prefixes}::text[]) as p (prefix) where starts_with(c.type, p.prefix)))`,
    );
  }
  if (states !== undefined) conditions.push(`${states.map((state) => `c.${state}`).join(' + ')} > 0`);
  if (neverDelivered) conditions.push('c.succeeded = 0');
  return conditions.join(' and ');
}
