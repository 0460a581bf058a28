import { findDeliveryDay } from '../delivery-log/find-delivery.ts';
import type { Queryable } from '../pool.ts';
import type { DeliveryState } from './delivery-state.ts';

/** What came of it; only `cancelled` may have changed anything. */
export type Cancelled =
  | {
      readonly kind: 'cancelled';
      readonly endpointId: string;
      /** Others may have waited for it in an order. */
      readonly inOrder: boolean;
      /** False when it was cancelled already. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'sending' }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'unknown' };

interface Row {
  readonly state: DeliveryState;
  readonly endpointId: string;
  readonly inOrder: boolean;
}

// Locked first, as by a retry by hand: what is decided here is decided about the row as whoever has it leaves it.
const CANCEL = `
  with found as (
    select d.id, d.state, d.endpoint_id, d.order_key from deliveries d
     where d.day = $1 and d.id = $2 and d.organization_id = $3
       for update of d
  ), moved as (
    update deliveries d
       set state = 'cancelled', reason = 'by_hand', version = d.version + 1, ended_at = now()
      from found
     where d.day = $1 and d.id = found.id and found.state in ('pending', 'dead')
  )
  select state, endpoint_id as "endpointId", order_key is not null as "inOrder" from found`;

/** Ends a delivery that waits, or is dead, for good: nothing of its order waits for it any more. */
export async function cancelDelivery(db: Queryable, organizationId: string, id: string): Promise<Cancelled> {
  const day = await findDeliveryDay(db, organizationId, id);
  if (day === undefined) return { kind: 'unknown' };
  const values = [day, id, organizationId];
  const { rows } = await db.query<Row>({ name: 'cancel-delivery', text: CANCEL, values });
  const [row] = rows;
  if (!row) return { kind: 'unknown' };
  if (row.state === 'sending' || row.state === 'succeeded') return { kind: row.state };
  const { state, endpointId, inOrder } = row;
  return { kind: 'cancelled', endpointId, inOrder, isNew: state !== 'cancelled' };
}
