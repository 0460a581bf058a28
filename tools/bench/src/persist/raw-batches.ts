// The rows of the yardstick, made ahead: as many, as large and in as large batches as persist writes.
import { randomBytes } from 'node:crypto';
import type { LedgerEntry, PartitionEnd } from '@hopline/postgres/persist/close-books';
import type { DeliveryRow } from '@hopline/postgres/persist/insert-deliveries';
import type { EventKey } from '@hopline/postgres/persist/insert-event-keys';
import type { EventRow } from '@hopline/postgres/persist/insert-events';
import type { PartitionSpan } from '@hopline/postgres/persist/lock-progress';
import { eventDay } from '@hopline/wire/event';
import { deliveryId } from '@hopline/wire/ids';
import { webhookBody } from '@hopline/wire/webhook-body';
import { makeEvent, makeTraceparent, type Tenancy } from './corpus.ts';

export interface RawBatch {
  readonly spans: readonly (PartitionSpan & PartitionEnd)[];
  readonly keys: readonly EventKey[];
  readonly events: readonly EventRow[];
  readonly deliveries: readonly DeliveryRow[];
  readonly entries: readonly LedgerEntry[];
}

const HOUR_MS = 3_600_000;

/** The batches of each partition, in order; together `count` events, the organizations in turn. */
export function rawBatches(
  tenancies: readonly Tenancy[],
  count: number,
  batchRecords: number,
  topicId: string,
): RawBatch[][] {
  const byPartition = new Map<number, Tenancy[]>();
  for (let i = 0; i < count; i += 1) {
    const tenancy = tenancies[i % tenancies.length] as Tenancy;
    const ofPartition = byPartition.get(tenancy.partition);
    if (ofPartition) ofPartition.push(tenancy);
    else byPartition.set(tenancy.partition, [tenancy]);
  }
  return [...byPartition.values()].map((records) => {
    const batches: RawBatch[] = [];
    for (let from = 0; from < records.length; from += batchRecords) {
      batches.push(rawBatch(records.slice(from, from + batchRecords), from, topicId));
    }
    return batches;
  });
}

function rawBatch(tenancies: readonly Tenancy[], firstOffset: number, topicId: string): RawBatch {
  const keys: EventKey[] = [];
  const events: EventRow[] = [];
  const deliveries: DeliveryRow[] = [];
  const counts = new Map<string, number>();
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  tenancies.forEach((tenancy, i) => {
    const { organizationId, endpointId, partition } = tenancy;
    const content = makeEvent(tenancy);
    const { id, type, acceptedAtMs: acceptedAt } = content;
    const day = eventDay(acceptedAt);
    const offset = BigInt(firstOffset + i);
    const body = webhookBody(content);
    keys.push({ eventId: id, day, contentHash: randomBytes(32), organizationId });
    const at = { partition, offset, traceparent: makeTraceparent() };
    events.push({ ...at, day, id, organizationId, type, dedupId: null, orderingKey: null, acceptedAt, body });
    deliveries.push({ day, id: deliveryId(id, endpointId), eventId: id, endpointId, organizationId, hour });
    counts.set(organizationId, (counts.get(organizationId) ?? 0) + 1);
  });
  const partition = tenancies[0]?.partition ?? 0;
  const next = firstOffset + tenancies.length;
  return {
    spans: [{ topicId, partition, firstOffset: BigInt(firstOffset), nextOffset: BigInt(next) }],
    keys,
    events,
    deliveries,
    entries: [...counts].map(([organizationId, appended]) => {
      const entry = { topicId, partition, organizationId, hour };
      return { ...entry, appended, stored: appended, duplicates: 0, poison: 0, conflicts: 0 };
    }),
  };
}
