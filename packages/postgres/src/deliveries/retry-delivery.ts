import { findDeliveryDay } from '../delivery-log/find-delivery.ts';
import type { Queryable } from '../pool.ts';
import type { DeliveryState } from './delivery-state.ts';
import { MADE_PENDING } from './made-pending.ts';

/** What came of it; all but `pending` changed nothing. */
export type Retried =
  | {
      readonly kind: 'pending';
      readonly day: string;
      readonly version: number;
      readonly endpointId: string;
    }
  | { readonly kind: 'sending' }
  | { readonly kind: 'endpoint_gone' }
  | { readonly kind: 'endpoint_disabled' }
  | { readonly kind: 'unknown' };

interface Row {
  readonly state: DeliveryState;
  readonly endpointId: string;
  readonly gone: boolean;
  readonly disabled: boolean;
  readonly version: number | null;
}

// The row is locked first: whoever is writing a result or claiming it at this moment goes first, and what is decided here
// is decided about the row as they leave it. One that is being sent is left alone: with another version its result would
// be fenced out, and the receiver get the event twice for one attempt in the log. What is made pending for a disabled
// endpoint would be cancelled by whoever meets it next.
const RETRY = `
  with found as (
    select d.id, d.state, d.endpoint_id, e.id is null or e.deleted_at is not null as gone,
           e.disabled_at is not null as disabled
      from deliveries d left join endpoints e on e.id = d.endpoint_id
     where d.day = $1 and d.id = $2 and d.organization_id = $3
       for update of d
  ), moved as (
    update deliveries d
       set ${MADE_PENDING}
      from found
     where d.day = $1 and d.id = found.id and found.state <> 'sending' and not found.gone and not found.disabled
    returning d.id, d.version
  )
  select found.state, found.endpoint_id as "endpointId", found.gone, found.disabled, moved.version
    from found left join moved on moved.id = found.id`;

/**
 * One more try from the start of the ladder, due at once, for a delivery in any state but `sending`. The new version
 * fences out wake-ups of before. A crash after this and before its wake-up leaves a row that is due: the sweeper finds it.
 */
export async function retryDelivery(db: Queryable, organizationId: string, id: string): Promise<Retried> {
  const day = await findDeliveryDay(db, organizationId, id);
  if (day === undefined) return { kind: 'unknown' };
  const values = [day, id, organizationId];
  const { rows } = await db.query<Row>({ name: 'retry-delivery', text: RETRY, values });
  const [row] = rows;
  if (!row) return { kind: 'unknown' };
  if (row.gone) return { kind: 'endpoint_gone' };
  if (row.disabled) return { kind: 'endpoint_disabled' };
  if (row.version === null) return { kind: 'sending' };
  return { kind: 'pending', day, version: row.version, endpointId: row.endpointId };
}
