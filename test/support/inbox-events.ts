// Events as rows, with deliveries in the states that a test of the inbox wants.
import type { DeliveryState } from '@hopline/postgres/deliveries/delivery-state';
import { ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';
import { eventDay } from '@hopline/wire/event';
import { uuidV7 } from '@hopline/wire/uuid';
import { webhookBody } from '@hopline/wire/webhook-body';

export interface GivenEvent {
  readonly type?: string;
  /** When it was accepted. */
  readonly at: string;
  readonly states?: readonly DeliveryState[];
  readonly payload?: string;
  readonly dedupId?: string;
}

/** Stores events and gives their ids, in the same order. Each delivery goes to the endpoint. */
export async function storeInboxEvents(
  pool: Pool,
  owner: { readonly organizationId: string; readonly endpointId: string },
  events: readonly GivenEvent[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const { type = 'order.created', at, states = [], payload = '{}', dedupId } of events) {
    const id = uuidV7();
    const acceptedAtMs = Date.parse(at);
    const day = eventDay(acceptedAtMs);
    await ensureDays(pool, [day]);
    const body = webhookBody({ id, type, acceptedAtMs, payload: Buffer.from(payload) });
    await pool.query(
      `insert into events (day, id, organization_id, type, dedup_id, accepted_at, topic_partition, topic_offset, body)
       values ($1, $2, $3, $4, $5, $6, 0, 0, $7)`,
      [day, id, owner.organizationId, type, dedupId ?? null, at, body],
    );
    await pool.query(
      `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, lease_until)
       select $1, gen_random_uuid(), $2, $3, $4, state, case when state = 'sending' then now() end
         from unnest($5::delivery_state[]) as given (state)`,
      [day, id, owner.endpointId, owner.organizationId, states],
    );
    ids.push(id);
  }
  return ids;
}
