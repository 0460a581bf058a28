import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

/** What stands in the way of a claim, for a delivery that is still pending in the version asked for. */
export interface Unclaimed {
  readonly id: string;
  /** Milliseconds until it is due by the database's clock; 0 or less when it is. */
  readonly dueInMs: number;
  readonly endpointPaused: boolean;
  readonly endpointDeleted: boolean;
  readonly endpointDisabled: boolean;
  /** Milliseconds for which nothing is posted to the endpoint; 0 or less, or null, when it is not held. */
  readonly heldForMs: number | null;
  /** The event's row is not there: its day was detached or dropped without that of the deliveries. */
  readonly eventGone: boolean;
  /** It has a place in an order, so that others may have to be over first. */
  readonly inOrder: boolean;
}

const READ = `
  select found.*
    from unnest($2::uuid[], $3::int[]) as wanted (id, version)
   cross join lateral (
    select d.id, (extract(epoch from d.next_attempt_at - now()) * 1000)::float8 as "dueInMs",
           e.paused as "endpointPaused", e.deleted_at is not null as "endpointDeleted",
           e.disabled_at is not null as "endpointDisabled",
           (extract(epoch from e.not_before - now()) * 1000)::float8 as "heldForMs",
           not exists (select from events v where v.day = $1 and v.id = d.event_id) as "eventGone",
           d.order_key is not null as "inOrder"
      from deliveries d
      join endpoints e on e.id = d.endpoint_id
     where d.day = $1 and d.id = wanted.id and d.version = wanted.version and d.state::text = 'pending'
     limit 1
   ) found`;

/**
 * Why a claim did not get these. One that is missing in the answer has moved on: somebody else did it.
 * @param day of all of them
 */
export async function readUnclaimed(
  db: Queryable,
  day: string,
  refs: readonly Omit<DeliveryRef, 'day'>[],
): Promise<Unclaimed[]> {
  const { rows } = await db.query<Unclaimed>({
    name: 'read-unclaimed',
    text: READ,
    values: [day, ...refColumns(refs)],
  });
  return rows;
}
