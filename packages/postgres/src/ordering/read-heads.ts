// What may go out to ordered endpoints: the head of each key. From key to key along deliveries_in_order, a step each, however
// many rows a key has: a loose index scan. Each `order by` with its `limit 1` is what makes the planner walk the index.
import type { DeliveryRef } from '../deliveries/delivery-ref.ts';
import { HELD_FOR_MS } from '../endpoints/endpoint-health.ts';
import type { Queryable } from '../pool.ts';
import { headBehind, headOf, isBlocked } from './head.ts';

/** The lowest delivery of a key that is not over. */
export interface Head extends DeliveryRef {
  readonly key: string;
  readonly state: 'pending' | 'sending';
  /** Milliseconds until it is due by the database's clock; 0 or less when it is. */
  readonly dueInMs: number;
  /** A dead delivery in front of it holds its key. */
  readonly blocked: boolean;
}

/** A stretch of the keys of one endpoint. */
export interface HeadsPage {
  readonly endpointId: string;
  /** Then there are no heads. */
  readonly paused: boolean;
  /** See EndpointHealthRow. */
  readonly healthEpoch: number;
  /** See HELD_FOR_MS. */
  readonly heldForMs: number | null;
  /** In the order of their keys. */
  readonly heads: readonly Head[];
  /** Where the next page begins, or undefined after the last one. */
  readonly after: string | undefined;
}

/** Below every key. */
export const FIRST_KEY = '';

const HEAD =
  'l.order_key, l.topic_partition, l.topic_offset, l.endpoint_id, l.day, l.id, l.version, l.state, l.next_attempt_at';
const COLUMNS = `h.order_key as key, h.day, h.id, h.version, h.state,
         (extract(epoch from h.next_attempt_at - now()) * 1000)::float8 as "dueInMs",
         case when h.state = 'pending' and h.next_attempt_at <= now() + $1 * interval '1 millisecond'
              then ${isBlocked('h')} else false end as blocked`;

export const READ_HEADS = `
  select e.id as "endpointId", e.paused, e.health_epoch as "healthEpoch", ${HELD_FOR_MS}, ${COLUMNS}
    from unnest($2::uuid[], $3::text[]) as wanted (id, after)
    join endpoints e on e.id = wanted.id
    left join lateral (
      with recursive step as (
        select first.*, 1 as n from (select ${HEAD} ${headBehind('e.id', 'wanted.after')}) first
        union all
        select next.*, step.n + 1
          from step
         cross join lateral (select ${HEAD} ${headBehind('step.endpoint_id', 'step.order_key')}) next
         where step.n < $4
      )
      select * from step
    ) h on not e.paused
   order by e.id, h.order_key`;

interface Row extends Omit<Head, 'id'> {
  readonly endpointId: string;
  readonly paused: boolean;
  readonly healthEpoch: number;
  readonly heldForMs: number | null;
  readonly id: string | null;
}

/**
 * The heads of the next keys of several ordered endpoints.
 * @param wanted each with the key that its page begins behind
 * @param options `withinMs`: whether one is blocked is found out of those that are due by then; `size`: keys of a page
 * @returns one page for each endpoint that exists
 */
export async function readHeads(
  db: Queryable,
  wanted: readonly { readonly endpointId: string; readonly after: string }[],
  { withinMs, size }: { withinMs: number; size: number },
): Promise<HeadsPage[]> {
  const { rows } = await db.query<Row>({
    name: 'read-heads',
    text: READ_HEADS,
    values: [withinMs, wanted.map(({ endpointId }) => endpointId), wanted.map(({ after }) => after), size],
  });
  return [...Map.groupBy(rows, ({ endpointId }) => endpointId)].map(([endpointId, ofOne]): HeadsPage => {
    const { paused = false, healthEpoch = 0, heldForMs = null } = ofOne[0] ?? {};
    const heads = ofOne.flatMap((row) => (row.id === null ? [] : [headOfRow(row, row.id)]));
    const after = heads.length === size ? heads.at(-1)?.key : undefined;
    return { endpointId, paused, healthEpoch, heldForMs, heads, after };
  });
}

export const READ_HEADS_OF_KEYS = `
  with wanted as (
    select endpoint_id, key, false as hinted from unnest($2::uuid[], $3::text[]) as given (endpoint_id, key)
    union all
    select d.endpoint_id, d.order_key, true
      from unnest($4::date[], $5::uuid[]) as given (day, id)
     cross join lateral (select endpoint_id, order_key from deliveries
                          where day = given.day and id = given.id and order_key is not null
                          limit 1) d
  ), keys as (
    select endpoint_id, key, bool_or(hinted) as hinted from wanted group by endpoint_id, key
  )
  select keys.endpoint_id as "endpointId", keys.hinted, ${COLUMNS}
    from keys
    join endpoints e on e.id = keys.endpoint_id and not e.paused
   cross join lateral (select ${HEAD} ${headOf('keys.endpoint_id', 'keys.key')}) h`;

/** The head of a key that was asked for. */
export interface FoundHead extends Head {
  readonly endpointId: string;
  /** Asked for by a delivery: somebody has said that it is time to look. */
  readonly hinted: boolean;
}

export interface WantedKeys {
  readonly keys: readonly { readonly endpointId: string; readonly key: string }[];
  /** Deliveries whose keys are meant, of ordered endpoints. */
  readonly deliveries: readonly Omit<DeliveryRef, 'version'>[];
}

/** The heads of these keys, as far as they have any and their endpoints are not paused. `withinMs` as of readHeads. */
export async function readHeadsOfKeys(
  db: Queryable,
  { keys, deliveries }: WantedKeys,
  withinMs: number,
): Promise<FoundHead[]> {
  const { rows } = await db.query<FoundHead>({
    name: 'read-heads-of-keys',
    text: READ_HEADS_OF_KEYS,
    values: [
      withinMs,
      keys.map(({ endpointId }) => endpointId),
      keys.map(({ key }) => key),
      deliveries.map(({ day }) => day),
      deliveries.map(({ id }) => id),
    ],
  });
  return rows;
}

function headOfRow({ key, day, version, state, dueInMs, blocked }: Row, id: string): Head {
  return { id, key, day, version, state, dueInMs, blocked };
}
