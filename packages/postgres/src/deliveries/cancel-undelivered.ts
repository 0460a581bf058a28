import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

const CANCEL = `
  with found as (
    select locked.day, given.id
      from (select * from unnest($2::uuid[], $3::int[]) as given (id, version) order by id) given
     cross join lateral (
      select d.day from deliveries d
       where d.day = $1 and d.id = given.id and d.version = given.version and d.state::text = 'pending'
       limit 1
         for update
     ) locked
  )
  update deliveries d
     set state = 'cancelled', reason = 'delivery_disabled', version = d.version + 1, ended_at = now()
    from found
   where d.day = found.day and d.id = found.id`;

/**
 * Ends deliveries that are pending in the given version, in an installation that posts no webhooks.
 * @param day of all of them
 * @returns how many
 */
export async function cancelUndelivered(
  db: Queryable,
  day: string,
  refs: readonly Omit<DeliveryRef, 'day'>[],
): Promise<number> {
  const values = [day, ...refColumns(refs)];
  const { rowCount } = await db.query({ name: 'cancel-undelivered', text: CANCEL, values });
  return rowCount ?? 0;
}
