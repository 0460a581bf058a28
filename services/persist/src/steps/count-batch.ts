// Step 6, the arithmetic: what of a batch goes into the ledger and how far the partitions have come. Pure.
import type { LedgerEntry, PartitionEnd } from '@hopline/postgres/persist/close-books';
import { type PartitionSpan, progressKey } from '@hopline/postgres/persist/lock-progress';
import type { DecodedBatch, TakenRecord } from '../item.ts';

const HOUR_MS = 3_600_000;
/** The end of year 9999: a producer may write any 64 bits, and Postgres would refuse the entry. */
const LAST_TIMESTAMP = 253_402_300_799_999;

/** The partitions of a batch with the lowest and the next offset of each. */
export function spansOf(batch: DecodedBatch, topicId: string): (PartitionSpan & PartitionEnd)[] {
  const spans = new Map<number, PartitionSpan & PartitionEnd>();
  for (const { record } of [...batch.events, ...batch.poison]) {
    const { partition, offset } = record;
    const span = spans.get(partition);
    spans.set(partition, {
      topicId,
      partition,
      firstOffset: span && span.firstOffset < offset ? span.firstOffset : offset,
      nextOffset: span && span.nextOffset > offset ? span.nextOffset : offset + 1n,
    });
  }
  return [...spans.values()];
}

/** The hour of a record; of one whose timestamp no calendar has, the first hour of all. */
export function hourOf(timestamp: number): number {
  const isSane = timestamp >= 0 && timestamp <= LAST_TIMESTAMP;
  return isSane ? Math.floor(timestamp / HOUR_MS) * HOUR_MS : 0;
}

/**
 * Tells the records that are to be counted: those below the locked progress were counted when they were read before.
 * @param nextOffsets the locked progress, by progressKey
 */
export function countedOnce(topicId: string, nextOffsets: ReadonlyMap<string, bigint>) {
  return ({ record: { partition, offset } }: TakenRecord): boolean =>
    offset >= (nextOffsets.get(progressKey(topicId, partition)) ?? 0n);
}

/** What the write has found out of a record. */
export interface Findings {
  /** Whether it was not counted before. */
  readonly isNew: (item: TakenRecord) => boolean;
  /** Whether it is the one that its event was stored from. */
  readonly isStored: (item: TakenRecord) => boolean;
  /** Whether it is a repeat with other content. */
  readonly isConflict: (item: TakenRecord) => boolean;
}

/** The ledger's entries of a batch. */
export function ledgerOf(
  batch: DecodedBatch,
  topicId: string,
  { isNew, isStored, isConflict }: Findings,
): LedgerEntry[] {
  const entries = new Map<string, { -readonly [K in keyof LedgerEntry]: LedgerEntry[K] }>();

  function count(item: TakenRecord, organizationId: string, kind: 'stored' | 'duplicates' | 'poison'): void {
    if (!isNew(item)) return;
    const { partition, timestamp } = item.record;
    const hour = hourOf(timestamp);
    const key = `${partition} ${organizationId} ${hour}`;
    let entry = entries.get(key);
    if (!entry) {
      const none = { appended: 0, stored: 0, duplicates: 0, poison: 0, conflicts: 0 };
      entry = { topicId, partition, organizationId, hour, ...none };
      entries.set(key, entry);
    }
    entry.appended += 1;
    entry[kind] += 1;
    if (kind === 'duplicates' && isConflict(item)) entry.conflicts += 1;
  }

  for (const item of batch.events) {
    count(item, item.event.organization_id, isStored(item) ? 'stored' : 'duplicates');
  }
  for (const item of batch.poison) count(item, item.organizationId, 'poison');
  return [...entries.values()];
}
