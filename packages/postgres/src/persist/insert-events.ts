import { byteaArray, dateArray, textArray, uuidArray } from '../binary-array.ts';
import type { Queryable } from '../pool.ts';

export interface EventRow {
  readonly day: string;
  readonly id: string;
  readonly organizationId: string;
  readonly type: string;
  readonly dedupId: string | null;
  readonly orderingKey: string | null;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
  readonly partition: number;
  readonly offset: bigint;
  readonly traceparent: string | null;
  readonly body: Buffer;
}

const INSERT = `
  insert into events (day, id, organization_id, type, dedup_id, ordering_key, accepted_at, topic_partition, topic_offset,
                      traceparent, body)
  select day, id, organization_id, type, dedup_id, ordering_key, to_timestamp(accepted_at / 1000.0), topic_partition,
         topic_offset, traceparent, body
    from unnest($1::date[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::double precision[],
                $8::int[], $9::bigint[], $10::text[], $11::bytea[])
      as given (day, id, organization_id, type, dedup_id, ordering_key, accepted_at, topic_partition, topic_offset,
                traceparent, body)`;

/** Stores events whose keys this transaction has taken. */
export async function insertEvents(db: Queryable, rows: readonly EventRow[]): Promise<void> {
  await db.query({
    name: 'insert-events',
    text: INSERT,
    values: [
      dateArray(rows.map((row) => row.day)),
      uuidArray(rows.map((row) => row.id)),
      uuidArray(rows.map((row) => row.organizationId)),
      textArray(rows.map((row) => row.type)),
      textArray(rows.map((row) => row.dedupId)),
      textArray(rows.map((row) => row.orderingKey)),
      rows.map((row) => row.acceptedAt),
      rows.map((row) => row.partition),
      rows.map((row) => row.offset),
      textArray(rows.map((row) => row.traceparent)),
      byteaArray(rows.map((row) => row.body)),
    ],
  });
}
