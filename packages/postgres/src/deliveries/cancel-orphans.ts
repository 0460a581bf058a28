import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

const CANCEL = `
  with orphans as (
    select found.*
      from unnest($2::uuid[], $3::int[]) as wanted (id, version)
     cross join lateral (
      select d.day, d.id, case when e.deleted_at is not null then 'endpoint_deleted'
                               when e.disabled_at is not null then 'endpoint_disabled'
                               else 'expired' end as reason
        from deliveries d
        join endpoints e on e.id = d.endpoint_id
       where d.day = $1 and d.id = wanted.id and d.version = wanted.version
         and d.state::text = 'pending'
         and (coalesce(e.deleted_at, e.disabled_at) is not null
              or not exists (select from events v where v.day = $1 and v.id = d.event_id))
       limit 1
         for update of d skip locked
     ) found
  )
  update deliveries d
     set state = 'cancelled', reason = orphans.reason, version = d.version + 1, ended_at = now()
    from orphans
   where d.day = orphans.day and d.id = orphans.id`;

/**
 * Ends those of the deliveries that can never be sent: their endpoint is deleted or disabled, as they were stored, or
 * failed once more, while it was being ended; or their event is gone, as its day was taken out of the table.
 * @param day of all of them
 * @returns how many
 */
export async function cancelOrphans(
  db: Queryable,
  day: string,
  refs: readonly Omit<DeliveryRef, 'day'>[],
): Promise<number> {
  const values = [day, ...refColumns(refs)];
  const { rowCount } = await db.query({ name: 'cancel-orphans', text: CANCEL, values });
  return rowCount ?? 0;
}
