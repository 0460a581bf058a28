import type { PoolClient } from '../pool.ts';

export interface RecoveredEndpoint {
  readonly id: string;
  readonly organizationId: string;
  readonly failingSince: Date | null;
}

const CLOSE = `
  with open as (
    select found.*
      from (select id from unnest($1::uuid[]) as given (id) order by id) given
     cross join lateral (
      select e.id, e.failing_since from endpoints e
       where e.id = given.id and e.breaker <> 'closed' and e.disabled_at is null
       limit 1
         for no key update
     ) found
  )
  update endpoints e
     set breaker = 'closed', breaker_trips = 0, failing_since = null, not_before = null
    from open
   where e.id = open.id
  returning e.id, e.organization_id as "organizationId", open.failing_since as "failingSince"`;

/** Notes that these endpoints have come back. @returns those whose breaker was open in their row until now */
export async function closeBreakers(
  client: PoolClient,
  ids: readonly string[],
): Promise<RecoveredEndpoint[]> {
  const { rows } = await client.query<RecoveredEndpoint>({
    name: 'close-breakers',
    text: CLOSE,
    values: [ids],
  });
  return rows;
}
