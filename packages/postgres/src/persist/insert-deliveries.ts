import { dateArray, uuidArray } from '../binary-array.ts';
import type { Queryable } from '../pool.ts';

export interface DeliveryRow {
  readonly day: string;
  readonly id: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly organizationId: string;
  /** The hour of the ledger in which its event is counted: its start, milliseconds since the epoch. */
  readonly hour: number;
}

/** The version that a new delivery has. */
export const FIRST_VERSION = 1;

const INSERT = `
  insert into deliveries (day, id, event_id, endpoint_id, organization_id, hour)
  select day, id, event_id, endpoint_id, organization_id, to_timestamp(hour / 1000.0)
    from unnest($1::date[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::double precision[])
      as given (day, id, event_id, endpoint_id, organization_id, hour)
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
  await db.query({
    name: 'insert-deliveries',
    text: INSERT,
    values: [
      dateArray(rows.map((row) => row.day)),
      uuidArray(rows.map((row) => row.id)),
      uuidArray(rows.map((row) => row.eventId)),
      uuidArray(rows.map((row) => row.endpointId)),
      uuidArray(rows.map((row) => row.organizationId)),
      rows.map((row) => row.hour),
    ],
  });
}
