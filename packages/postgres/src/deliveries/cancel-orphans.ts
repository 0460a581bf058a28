import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

const CANCEL = `
  with orphans as (
    select d.day, d.id
      from unnest($1::date[], $2::uuid[], $3::int[]) as wanted (day, id, version)
      join deliveries d on d.day = wanted.day and d.id = wanted.id
      join endpoints e on e.id = d.endpoint_id
     where d.state = 'pending' and d.version = wanted.version and e.deleted_at is not null
     order by d.day, d.id
       for update of d skip locked
  )
  update deliveries d
     set state = 'cancelled', reason = 'endpoint_deleted', version = d.version + 1, ended_at = now()
    from orphans
   where d.day = orphans.day and d.id = orphans.id`;

/**
 * Ends those of the deliveries that wait for an endpoint that is gone: they were stored, or failed once more, while it
 * was being deleted.
 * @returns how many
 */
export async function cancelOrphans(db: Queryable, refs: readonly DeliveryRef[]): Promise<number> {
  const { rowCount } = await db.query({ name: 'cancel-orphans', text: CANCEL, values: refColumns(refs) });
  return rowCount ?? 0;
}
