import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

// The attempt was not begun, so its number is free again. The version moves on, as at every transition.
const RELEASE = `
  with mine as (
    select locked.day, given.id
      from (select * from unnest($2::uuid[], $3::int[]) as given (id, version) order by id) given
     cross join lateral (
      select d.day from deliveries d
       where d.day = $1 and d.id = given.id and d.version = given.version and d.state::text = 'sending'
       limit 1
         for update
     ) locked
  )
  update deliveries d
     set state = 'pending', version = d.version + 1, attempts = d.attempts - 1, lease_until = null
    from mine
   where d.day = mine.day and d.id = mine.id`;

/**
 * Gives claims back for which no attempt was begun.
 * @param day of all of them
 * @param refs with the versions that the claim gave
 */
export async function releaseClaims(
  db: Queryable,
  day: string,
  refs: readonly Omit<DeliveryRef, 'day'>[],
): Promise<void> {
  await db.query({ name: 'release-claims', text: RELEASE, values: [day, ...refColumns(refs)] });
}
