import type { Queryable } from '../pool.ts';

/** How an endpoint is doing, as its owner knows it. */
export interface EndpointHealth {
  readonly id: string;
  /** What the owner knows is of this epoch. */
  readonly epoch: number;
  readonly breaker: 'closed' | 'open';
  readonly breakerTrips: number;
  readonly failingForMs: number | null;
  /** Nothing is posted for so long; null when it is not held. */
  readonly heldForMs: number | null;
}

// In the order of the ids, as every statement that waits for endpoints. A row that was changed by somebody else since its
// owner read it (another URL, enabled again) stays as that one left it.
const WRITE = `
  with mine as (
    select given.*
      from (select * from unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::float8[], $6::float8[])
              as given (id, epoch, breaker, trips, failing_ms, held_ms)
             order by id) given
     cross join lateral (
      select from endpoints e where e.id = given.id and e.health_epoch = given.epoch limit 1 for no key update
     ) locked
  )
  update endpoints e
     set breaker = mine.breaker, breaker_trips = mine.trips,
         failing_since = now() - mine.failing_ms * interval '1 millisecond',
         not_before = now() + mine.held_ms * interval '1 millisecond'
    from mine
   where e.id = mine.id`;

/** Writes how these endpoints are doing, one statement for all. */
export async function writeEndpointHealth(
  db: Queryable,
  endpoints: readonly EndpointHealth[],
): Promise<void> {
  await db.query({
    name: 'write-endpoint-health',
    text: WRITE,
    values: [
      endpoints.map(({ id }) => id),
      endpoints.map(({ epoch }) => epoch),
      endpoints.map(({ breaker }) => breaker),
      endpoints.map(({ breakerTrips }) => breakerTrips),
      endpoints.map(({ failingForMs }) => failingForMs),
      endpoints.map(({ heldForMs }) => heldForMs),
    ],
  });
}
