import type { PoolClient } from '../pool.ts';

export type DisabledReason = 'gone' | 'failing';

/** An endpoint that is to be disabled, unless it has got another URL since the attempt that says so. */
export interface EndpointToDisable {
  readonly id: string;
  readonly reason: DisabledReason;
  readonly url: string;
}

export interface DisabledEndpoint {
  readonly id: string;
  readonly organizationId: string;
  readonly reason: DisabledReason;
  readonly failingSince: Date | null;
}

// The epoch moves on: what its owner has in memory, and may be about to write, is of the time before.
const DISABLE = `
  with wanted as (
    select given.id, given.reason
      from (select * from unnest($1::uuid[], $2::text[], $3::text[]) as given (id, reason, url) order by id) given
     cross join lateral (
      select from endpoints e
       where e.id = given.id and e.url = given.url and e.disabled_at is null and e.deleted_at is null
       limit 1
         for no key update
     ) locked
  )
  update endpoints e
     set disabled_at = now(), disabled_reason = wanted.reason, updated_at = now(), breaker = 'closed',
         breaker_trips = 0, not_before = null, health_epoch = e.health_epoch + 1
    from wanted
   where e.id = wanted.id
  returning e.id, e.organization_id as "organizationId", e.disabled_reason as reason,
    e.failing_since as "failingSince"`;

/** Disables these endpoints. What waits for them is cancelled by whoever meets it next. @returns those it did disable */
export async function disableEndpoints(
  client: PoolClient,
  endpoints: readonly EndpointToDisable[],
): Promise<DisabledEndpoint[]> {
  const { rows } = await client.query<DisabledEndpoint>({
    name: 'disable-endpoints',
    text: DISABLE,
    values: [
      endpoints.map(({ id }) => id),
      endpoints.map(({ reason }) => reason),
      endpoints.map(({ url }) => url),
    ],
  });
  return rows;
}
