import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

const CANCEL = `
  with orphans as (
    select found.*
      from unnest($2::uuid[], $3::int[]) as wanted (id, version)
     cross join lateral (
      select d.id, case when e.deleted_at is null then 'endpoint_disabled' else 'endpoint_deleted' end as reason
        from deliveries d
        join endpoints e on e.id = d.endpoint_id
       where d.day = $1 and d.id = wanted.id and d.version = wanted.version
         and d.state = 'pending' and coalesce(e.deleted_at, e.disabled_at) is not null
       limit 1
         for update of d skip locked
     ) found
  )
  update deliveries d
     set state = 'cancelled', reason = orphans.reason, version = d.version + 1, ended_at = now()
    from orphans
   where d.day = $1 and d.id = orphans.id`;

/**
 * Ends those of the deliveries that wait for an endpoint that is deleted or disabled: they were stored, or failed once
 * more, while it was being ended.
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
