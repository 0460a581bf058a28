// Steps 2 to 7: one transaction, one statement a table, and two round trips: each wakes two processes, which at a low rate is
// most of what a batch costs. A failpoint stands behind the sending of a statement, not behind its answer.

import type { LiveCounts } from '@hopline/postgres/live/live-counts';
import { closeBooks } from '@hopline/postgres/persist/close-books';
import { countConflicts } from '@hopline/postgres/persist/count-conflicts';
import { FIRST_VERSION, insertDeliveries } from '@hopline/postgres/persist/insert-deliveries';
import { insertEventKeys } from '@hopline/postgres/persist/insert-event-keys';
import { type EventRow, insertEvents } from '@hopline/postgres/persist/insert-events';
import { lockProgress } from '@hopline/postgres/persist/lock-progress';
import { readContentHashes } from '@hopline/postgres/persist/read-content-hashes';
import type { DueDelivery } from '@hopline/postgres/persist/read-due-of-events';
import { readSubscriptions } from '@hopline/postgres/persist/read-subscriptions';
import type { Pool, Queryable } from '@hopline/postgres/pool';
import { inPipelinedTransaction } from '@hopline/postgres/transaction';
import type { Failpoint } from '@hopline/runtime/failpoint';
import type { PersistMetrics } from '@hopline/telemetry/metrics/persist';
import { traceIdOf } from '@hopline/telemetry/tracing';
import type { DecodedBatch, EventItem } from '../item.ts';
import { countedOnce, ledgerOf, spansOf } from './count-batch.ts';
import { byEvent, conflictsAmong } from './find-conflicts.ts';
import { deliveriesOf } from './match-endpoints.ts';

export interface WrittenBatch {
  /** Deliveries that this transaction made: pending and due. */
  readonly deliveries: readonly DueDelivery[];
  /** The events that this transaction stored. */
  readonly stored: readonly EventItem[];
  /** When it was committed, milliseconds since the epoch. */
  readonly storedAtMs: number;
  /** Events that were there already. A crash may have left their deliveries without a wake-up. */
  readonly knownEventIds: readonly string[];
  /** Records that came under the dedup_id of another event, with other content, and were not counted before. */
  readonly conflicts: number;
}

export type WriteMetrics = Pick<
  PersistMetrics,
  | 'batchRecords'
  | 'deliveriesMade'
  | 'eventsConflicting'
  | 'eventsRepeated'
  | 'eventsStored'
  | 'storedSeconds'
>;

export type WriteBatch = (batch: DecodedBatch, topicId: string) => Promise<WrittenBatch>;

export interface WriteDeps {
  readonly pool: Pool;
  /** Told of what is committed; the ledger has it all, also from before a restart. */
  readonly metrics: WriteMetrics;
  /** Told of the same for the live figures of organizations. */
  readonly live: Pick<LiveCounts, 'stored'>;
  readonly failpoint: Failpoint;
}

/**
 * @throws what Postgres throws; the transaction is rolled back then, or, when the connection broke at the commit, its
 *   outcome is unknown. Either way the batch may be written again.
 */
export function createWriteBatch({ pool, metrics, live, failpoint }: WriteDeps): WriteBatch {
  return async function writeBatch(batch, topicId) {
    // Twins in one batch: the first one is the event, the others are repeats of it.
    const firsts = firstOfEach(batch.events);
    const outcome = await inPipelinedTransaction(pool, async (transaction) => {
      const spans = spansOf(batch, topicId);
      // The first round trip. What is behind the lock is done once it is held.
      const locked = lockProgress(transaction, spans); // 2
      failpoint('persist:after-lock');
      const keyed = insertEventKeys(transaction, firsts.map(keyOf)); // 3
      failpoint('persist:after-keys');
      const subscribed = readSubscriptions(transaction, organizationsOf(firsts));
      const [nextOffsets, newIds, subscriptions] = await Promise.all([locked, keyed, subscribed]);
      const fresh = firsts.filter(({ event }) => newIds.has(event.id));
      const freshItems = new Set<unknown>(fresh);
      const isNew = countedOnce(topicId, nextOffsets);
      const isStored = (item: unknown) => freshItems.has(item);
      const repeats = batch.events.filter((item) => isNew(item) && !isStored(item));
      const conflicts = repeats.length > 0 ? await findConflicts(transaction, repeats, fresh) : [];
      const conflicting = new Set<unknown>(conflicts);
      const isConflict = (item: unknown) => conflicting.has(item);
      const rows = deliveriesOf(fresh, subscriptions);
      // The second one.
      const written: Promise<unknown>[] = [];
      if (fresh.length > 0) written.push(insertEvents(transaction, fresh.map(rowOf))); // 4
      failpoint('persist:after-events');
      if (rows.length > 0) written.push(insertDeliveries(transaction, rows)); // 5
      failpoint('persist:after-deliveries');
      if (conflicts.length > 0) written.push(countConflicts(transaction, byEvent(conflicts)));
      failpoint('persist:after-conflicts');
      written.push(closeBooks(transaction, ledgerOf(batch, topicId, { isNew, isStored, isConflict }), spans)); // 6
      failpoint('persist:after-books');
      written.push(transaction.commit(written)); // 7
      await Promise.all(written);
      return {
        deliveries: rows.map((row) => ({ ...row, version: FIRST_VERSION })),
        stored: fresh,
        knownEventIds: firsts.filter(({ event }) => !newIds.has(event.id)).map(({ event }) => event.id),
        conflicts: conflicts.length,
        repeats: repeats.length,
      };
    });
    const storedAtMs = Date.now();
    failpoint('persist:after-commit');
    const { repeats, ...written } = outcome;
    count(metrics, { ...written, repeats, records: batch.events.length + batch.poison.length, storedAtMs });
    for (const { event } of written.stored) live.stored(event.organization_id, 1);
    return { ...written, storedAtMs };
  };
}

function count(
  metrics: WriteMetrics,
  committed: Pick<WrittenBatch, 'stored' | 'deliveries' | 'conflicts' | 'storedAtMs'> & {
    readonly records: number;
    readonly repeats: number;
  },
): void {
  metrics.batchRecords.observe(committed.records);
  metrics.eventsStored.inc(committed.stored.length);
  metrics.eventsRepeated.inc(committed.repeats);
  metrics.eventsConflicting.inc(committed.conflicts);
  metrics.deliveriesMade.inc(committed.deliveries.length);
  for (const { event, span } of committed.stored) {
    // Another machine's clock has given the one, ours the other.
    const seconds = Math.max(committed.storedAtMs - event.accepted_at, 0) / 1000;
    metrics.storedSeconds.observe(seconds, span.isRecording() ? traceIdOf(span) : undefined);
  }
}

/**
 * The repeats whose content is not that of the event that stays. They are counted in the transaction and behind the same
 * fence as the ledger: what is read again counts once. Only a batch with repeats pays for it, by one or two statements.
 */
async function findConflicts(
  db: Queryable,
  repeats: readonly EventItem[],
  fresh: readonly EventItem[],
): Promise<EventItem[]> {
  const hashes = new Map(fresh.map(({ event, contentHash }) => [event.id, contentHash]));
  const unknown = new Set(repeats.map(({ event }) => event.id).filter((id) => !hashes.has(id)));
  if (unknown.size > 0) {
    for (const [id, hash] of await readContentHashes(db, [...unknown])) hashes.set(id, hash);
  }
  return conflictsAmong(repeats, hashes);
}

function organizationsOf(items: readonly EventItem[]): string[] {
  return [...new Set(items.map(({ event }) => event.organization_id))];
}

function firstOfEach(items: readonly EventItem[]): EventItem[] {
  const firsts = new Map<string, EventItem>();
  for (const item of items) if (!firsts.has(item.event.id)) firsts.set(item.event.id, item);
  return [...firsts.values()];
}

function keyOf({ event, day, contentHash }: EventItem) {
  return { eventId: event.id, day, contentHash, organizationId: event.organization_id };
}

function rowOf({ event, day, record, traceparent }: EventItem): EventRow {
  return {
    day,
    id: event.id,
    organizationId: event.organization_id,
    type: event.type,
    dedupId: event.dedup_id,
    orderingKey: event.ordering_key,
    acceptedAt: event.accepted_at,
    partition: record.partition,
    offset: record.offset,
    traceparent,
    body: event.body,
  };
}
