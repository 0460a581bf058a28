import { dateArray, textArray, uuidArray } from '../binary-array.ts';
import type { OrderPlace } from '../ordering/order-place.ts';
import type { Queryable } from '../pool.ts';

export interface DeliveryRow {
  readonly day: string;
  readonly id: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly organizationId: string;
  /** The hour of the ledger in which its event is counted: its start, milliseconds since the epoch. */
  readonly hour: number;
  /** Missing, or null, of an endpoint without order. */
  readonly place?: OrderPlace | null;
}

/** The version that a new delivery has. */
export const FIRST_VERSION = 1;

const INSERT = `
  insert into deliveries (day, id, event_id, endpoint_id, organization_id, hour)
  select day, id, event_id, endpoint_id, organization_id, to_timestamp(hour / 1000.0)
    from unnest($1::date[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::double precision[])
      as given (day, id, event_id, endpoint_id, organization_id, hour)
  on conflict (day, id) do nothing`;

// A statement of its own, so that batches without one pay nothing for it.
const INSERT_IN_ORDER = `
  insert into deliveries (day, id, event_id, endpoint_id, organization_id, hour, order_key, topic_partition, topic_offset)
  select day, id, event_id, endpoint_id, organization_id, to_timestamp(hour / 1000.0), order_key, topic_partition,
         topic_offset
    from unnest($1::date[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::double precision[], $7::text[], $8::int[],
                $9::bigint[])
      as given (day, id, event_id, endpoint_id, organization_id, hour, order_key, topic_partition, topic_offset)
  on conflict (day, id) do nothing`;

/** Organizations with thousands of endpoints must not make one statement of any size. */
const MAX_ROWS = 10_000;

/** Makes deliveries that are pending and due at once. All that it asks is sent before it returns. */
export async function insertDeliveries(db: Queryable, rows: readonly DeliveryRow[]): Promise<void> {
  const pages = Array.from({ length: Math.ceil(rows.length / MAX_ROWS) }, (_, page) =>
    rows.slice(page * MAX_ROWS, (page + 1) * MAX_ROWS),
  );
  await Promise.all(pages.map((page) => insertPage(db, page)));
}

async function insertPage(db: Queryable, rows: readonly DeliveryRow[]): Promise<void> {
  const values = [
    dateArray(rows.map((row) => row.day)),
    uuidArray(rows.map((row) => row.id)),
    uuidArray(rows.map((row) => row.eventId)),
    uuidArray(rows.map((row) => row.endpointId)),
    uuidArray(rows.map((row) => row.organizationId)),
    rows.map((row) => row.hour),
  ];
  if (rows.every(({ place }) => !place)) {
    await db.query({ name: 'insert-deliveries', text: INSERT, values });
    return;
  }
  const places = [
    textArray(rows.map(({ place }) => place?.key ?? null)),
    rows.map(({ place }) => place?.partition ?? null),
    rows.map(({ place }) => place?.offset ?? null),
  ];
  await db.query({
    name: 'insert-deliveries-in-order',
    text: INSERT_IN_ORDER,
    values: [...values, ...places],
  });
}
