// persist's own statements, given to bare `pg` as anybody would: plain arrays, which pg writes as text.
import { type DeliveryRow, INSERT_DELIVERIES } from '@hopline/postgres/persist/insert-deliveries';
import { type EventKey, INSERT_EVENT_KEYS } from '@hopline/postgres/persist/insert-event-keys';
import { type EventRow, INSERT_EVENTS } from '@hopline/postgres/persist/insert-events';
import type { PoolClient } from '@hopline/postgres/pool';

async function run(client: PoolClient, name: string, text: string, values: unknown[]): Promise<void> {
  await client.query({ name, text, values });
}

/** One statement a table. */
export const insertRows = {
  keys: (client: PoolClient, keys: readonly EventKey[]) =>
    run(client, 'keys', INSERT_EVENT_KEYS, [
      keys.map((key) => key.eventId),
      keys.map((key) => key.day),
      keys.map((key) => key.contentHash),
      keys.map((key) => key.organizationId),
    ]),

  events: (client: PoolClient, rows: readonly EventRow[]) =>
    run(client, 'events', INSERT_EVENTS, [
      rows.map((row) => row.day),
      rows.map((row) => row.id),
      rows.map((row) => row.organizationId),
      rows.map((row) => row.type),
      rows.map((row) => row.dedupId),
      rows.map((row) => row.orderingKey),
      rows.map((row) => row.acceptedAt),
      rows.map((row) => row.partition),
      rows.map((row) => row.offset),
      rows.map((row) => row.traceparent),
      rows.map((row) => row.body),
    ]),

  deliveries: (client: PoolClient, rows: readonly DeliveryRow[]) =>
    run(client, 'deliveries', INSERT_DELIVERIES, [
      rows.map((row) => row.day),
      rows.map((row) => row.id),
      rows.map((row) => row.eventId),
      rows.map((row) => row.endpointId),
      rows.map((row) => row.organizationId),
      rows.map((row) => row.hour),
    ]),
};
