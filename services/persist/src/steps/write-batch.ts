// Steps 2 to 7: one transaction, one statement a table.
import { closeBooks } from '@hopline/postgres/persist/close-books';
import { countConflicts } from '@hopline/postgres/persist/count-conflicts';
import { FIRST_VERSION, insertDeliveries } from '@hopline/postgres/persist/insert-deliveries';
import { insertEventKeys } from '@hopline/postgres/persist/insert-event-keys';
import { type EventRow, insertEvents } from '@hopline/postgres/persist/insert-events';
import { lockProgress } from '@hopline/postgres/persist/lock-progress';
import { readContentHashes } from '@hopline/postgres/persist/read-content-hashes';
import type { DueDelivery } from '@hopline/postgres/persist/read-due-of-events';
import { readSubscriptions } from '@hopline/postgres/persist/read-subscriptions';
import type { Pool, PoolClient } from '@hopline/postgres/pool';
import { inTransaction } from '@hopline/postgres/transaction';
import type { Failpoint } from '@hopline/runtime/failpoint';
import type { Counter } from '@hopline/telemetry/metrics';
import type { DecodedBatch, EventItem } from '../item.ts';
import { countedOnce, ledgerOf, spansOf } from './count-batch.ts';
import { byEvent, conflictsAmong } from './find-conflicts.ts';
import { deliveriesOf } from './match-endpoints.ts';

export interface WrittenBatch {
  /** Deliveries that this transaction made: pending and due. */
  readonly deliveries: readonly DueDelivery[];
  /** The events that this transaction stored. */
  readonly stored: number;
  /** Events that were there already. A crash may have left their deliveries without a wake-up. */
  readonly knownEventIds: readonly string[];
  /** Records that came under the dedup_id of another event, with other content, and were not counted before. */
  readonly conflicts: number;
}

export type WriteBatch = (batch: DecodedBatch, topicId: string) => Promise<WrittenBatch>;

export interface WriteDeps {
  readonly pool: Pool;
  /** Told of conflicts once they are committed; the ledger has them all, also those of before a restart. */
  readonly eventsConflicting: Pick<Counter, 'inc'>;
  readonly failpoint: Failpoint;
}

/**
 * @throws what Postgres throws; the transaction is rolled back then, or, when the connection broke at the commit, its
 *   outcome is unknown. Either way the batch may be written again.
 */
export function createWriteBatch({ pool, eventsConflicting, failpoint }: WriteDeps): WriteBatch {
  return async function writeBatch(batch, topicId) {
    // Twins in one batch: the first one is the event, the others are repeats of it.
    const firsts = firstOfEach(batch.events);
    const written = await inTransaction(pool, async (client) => {
      const spans = spansOf(batch, topicId);
      const nextOffsets = await lockProgress(client, spans); // 2
      failpoint('persist:after-lock');
      const newIds = await insertEventKeys(client, firsts.map(keyOf)); // 3
      failpoint('persist:after-keys');
      const fresh = firsts.filter(({ event }) => newIds.has(event.id));
      const deliveries = fresh.length > 0 ? await storeFresh(client, fresh, failpoint) : []; // 4, 5
      const freshItems = new Set<unknown>(fresh);
      const isNew = countedOnce(topicId, nextOffsets);
      const isStored = (item: unknown) => freshItems.has(item);
      const repeats = batch.events.filter((item) => isNew(item) && !isStored(item));
      const conflicts = repeats.length > 0 ? await noteConflicts(client, repeats, fresh) : [];
      failpoint('persist:after-conflicts');
      const conflicting = new Set<unknown>(conflicts);
      const isConflict = (item: unknown) => conflicting.has(item);
      await closeBooks(client, ledgerOf(batch, topicId, { isNew, isStored, isConflict }), spans); // 6
      failpoint('persist:after-books');
      const knownEventIds = firsts.filter(({ event }) => !newIds.has(event.id)).map(({ event }) => event.id);
      return { deliveries, stored: fresh.length, knownEventIds, conflicts: conflicts.length };
    }); // 7
    failpoint('persist:after-commit');
    eventsConflicting.inc(written.conflicts);
    return written;
  };
}

async function storeFresh(
  client: PoolClient,
  fresh: readonly EventItem[],
  failpoint: Failpoint,
): Promise<DueDelivery[]> {
  await insertEvents(client, fresh.map(rowOf)); // 4
  failpoint('persist:after-events');
  const organizations = new Set(fresh.map(({ event }) => event.organization_id));
  const rows = deliveriesOf(fresh, await readSubscriptions(client, [...organizations]));
  if (rows.length > 0) await insertDeliveries(client, rows); // 5
  failpoint('persist:after-deliveries');
  return rows.map((row) => ({ ...row, version: FIRST_VERSION }));
}

/**
 * Counts the repeats whose content is not that of the event that stays. In the transaction and behind the same fence as
 * the ledger: what is read again counts once. Only a batch with repeats pays for it, by one or two statements.
 */
async function noteConflicts(
  client: PoolClient,
  repeats: readonly EventItem[],
  fresh: readonly EventItem[],
): Promise<EventItem[]> {
  const hashes = new Map(fresh.map(({ event, contentHash }) => [event.id, contentHash]));
  const unknown = new Set(repeats.map(({ event }) => event.id).filter((id) => !hashes.has(id)));
  if (unknown.size > 0) {
    for (const [id, hash] of await readContentHashes(client, [...unknown])) hashes.set(id, hash);
  }
  const conflicts = conflictsAmong(repeats, hashes);
  if (conflicts.length > 0) await countConflicts(client, byEvent(conflicts));
  return conflicts;
}

function firstOfEach(items: readonly EventItem[]): EventItem[] {
  const firsts = new Map<string, EventItem>();
  for (const item of items) if (!firsts.has(item.event.id)) firsts.set(item.event.id, item);
  return [...firsts.values()];
}

function keyOf({ event, day, contentHash }: EventItem) {
  return { eventId: event.id, day, contentHash };
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
