// Steps 2 to 7: one transaction, one statement a table.
import { closeBooks } from '@hopline/postgres/persist/close-books';
import { FIRST_VERSION, insertDeliveries } from '@hopline/postgres/persist/insert-deliveries';
import { insertEventKeys } from '@hopline/postgres/persist/insert-event-keys';
import { type EventRow, insertEvents } from '@hopline/postgres/persist/insert-events';
import { lockProgress } from '@hopline/postgres/persist/lock-progress';
import type { DueDelivery } from '@hopline/postgres/persist/read-due-of-events';
import { readSubscriptions } from '@hopline/postgres/persist/read-subscriptions';
import type { Pool } from '@hopline/postgres/pool';
import { inTransaction } from '@hopline/postgres/transaction';
import type { Failpoint } from '@hopline/runtime/failpoint';
import type { DecodedBatch, EventItem } from '../item.ts';
import { ledgerOf, spansOf } from './count-batch.ts';
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
}

export type WriteBatch = (batch: DecodedBatch, topicId: string) => Promise<WrittenBatch>;

/**
 * @throws what Postgres throws; the transaction is rolled back then, or, when the connection broke at the commit, its
 *   outcome is unknown. Either way the batch may be written again.
 */
export function createWriteBatch(deps: { pool: Pool; failpoint: Failpoint }): WriteBatch {
  const { pool, failpoint } = deps;
  return async function writeBatch(batch, topicId) {
    // Twins in one batch: the first one is the event, the others are repeats of it.
    const firsts = firstOfEach(batch.events);
    const outcome = await inTransaction(pool, async (client) => {
      const spans = spansOf(batch, topicId);
      const nextOffsets = await lockProgress(client, spans); // 2
      failpoint('persist:after-lock');
      const newIds = await insertEventKeys(client, firsts.map(keyOf)); // 3
      failpoint('persist:after-keys');
      const fresh = firsts.filter(({ event }) => newIds.has(event.id));
      const deliveries = fresh.length > 0 ? await storeFresh(client, fresh, failpoint) : []; // 4, 5
      const freshItems = new Set<unknown>(fresh);
      const entries = ledgerOf(batch, topicId, nextOffsets, (item) => freshItems.has(item));
      await closeBooks(client, entries, spans); // 6
      failpoint('persist:after-books');
      const known = firsts.filter(({ event }) => !newIds.has(event.id));
      return { deliveries, stored: fresh, knownEventIds: known.map(({ event }) => event.id) };
    }); // 7
    const storedAtMs = Date.now();
    failpoint('persist:after-commit');
    return { ...outcome, storedAtMs };
  };
}

async function storeFresh(
  client: Parameters<typeof insertEvents>[0],
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
