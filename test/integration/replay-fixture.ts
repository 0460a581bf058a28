// What has ended, for a replay to take again, and its steps, on a real Postgres.
import type { TestContext } from 'node:test';
import { takeStep } from '@hopline/persist/replay/step';
import type { DeliveryState } from '@hopline/postgres/deliveries/delivery-state';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { noFailpoint } from '@hopline/runtime/failpoint';
import { deliveryId } from '@hopline/wire/ids';
import { uuidV7 } from '@hopline/wire/uuid';
import { webhookBody } from '@hopline/wire/webhook-body';
import { createDatabase } from '../support/database.ts';
import { RETENTION_MS } from '../support/replays.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';

interface Given {
  readonly at: string;
  readonly type?: string;
  /** Of the endpoint's delivery; without one it never had it. */
  readonly state?: DeliveryState;
  readonly orderingKey?: string;
  /** As a test event has it; a new one without. */
  readonly id?: string;
  /** -1 for an operational event. */
  readonly partition?: number;
  readonly payload?: string;
}

/** An organization, and what its steps take. */
export async function prepare(t: TestContext) {
  const { pool } = await createDatabase(t);
  const organizationId = await insertOrganization(pool);
  const endpoint = async (eventTypes: string[] = ['*']) =>
    (await insertEndpoint(pool, organizationId, { eventTypes })).id;
  /** Stores events with the endpoint's deliveries; gives the ids of these, also of those that are not there. */
  const store = async (endpointId: string, events: readonly Given[]): Promise<string[]> => {
    const ids: string[] = [];
    for (const { at, type = 'order.created', state, ...event } of events) {
      const day = at.slice(0, 10);
      await ensureDays(pool, [day]);
      const eventId = event.id ?? uuidV7();
      const id = deliveryId(eventId, endpointId);
      await pool.query(
        `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, ordering_key, body)
         values ($1, $2, $3, $4, $5, $6, 0, $7, $8)`,
        [
          ...[day, eventId, organizationId, type, at, event.partition ?? 0, event.orderingKey ?? null],
          webhookBody({
            ...{ id: eventId, type, acceptedAtMs: Date.parse(at) },
            payload: Buffer.from(event.payload ?? '{}'),
          }),
        ],
      );
      if (state) {
        const ended = state === 'pending' || state === 'sending' ? null : at;
        await pool.query(
          `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, created_at, ended_at, attempts,
                                   ladder_step, dlq_at, reason, lease_until)
           values ($1, $2, $3, $4, $5, $6::delivery_state, $7, $8, 5, 4, $8, 'exhausted',
                   case when $6::delivery_state = 'sending' then now() end)`,
          [day, id, eventId, endpointId, organizationId, state, at, ended],
        );
      }
      ids.push(id);
    }
    return ids;
  };
  const step = () => takeStep({ pool, retentionMs: RETENTION_MS, rate: 10_000, failpoint: noFailpoint });
  return { pool, organizationId, endpoint, store, step };
}

/** A time of January 2026. */
export const at = (day: number, second: number) =>
  new Date(Date.UTC(2026, 0, day, 12, 0, second)).toISOString();
export const micros = (text: string) => Date.parse(text) * 1000;
