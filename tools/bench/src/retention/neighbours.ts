// What goes on beside retention: batches of events are stored, as persist does it, and deliveries claimed and their
// results written, as deliver does it; both at a steady rate, whatever they take.
import { randomUUID } from 'node:crypto';
import { claimDeliveries } from '@hopline/postgres/deliveries/claim-deliveries';
import { recordResults } from '@hopline/postgres/deliveries/record-results';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { insertDeliveries } from '@hopline/postgres/persist/insert-deliveries';
import { insertEventKeys } from '@hopline/postgres/persist/insert-event-keys';
import { insertEvents } from '@hopline/postgres/persist/insert-events';
import type { Pool } from '@hopline/postgres/pool';
import { inTransaction } from '@hopline/postgres/transaction';
import { sleep } from '@hopline/runtime/wait';
import { eventDay } from '@hopline/wire/event';
import { Histogram } from '../load/histogram.ts';

/** 400 events a second: far from what the machine can do, so that what is measured is the wait for others. */
const BATCH = 10;
const EVERY_MS = 25;

/** Latencies in milliseconds, from when the work should have begun. */
export interface Latencies {
  readonly persist: Histogram;
  readonly deliver: Histogram;
}

export interface Neighbours extends AsyncDisposable {
  /** What was measured since the last call. */
  take(): Latencies;
}

interface Tenant {
  readonly organizationId: string;
  readonly endpointIds: readonly string[];
}

/** Goes on until it is disposed of. @param pool of its own */
export async function startNeighbours(pool: Pool, tenant: Tenant): Promise<Neighbours> {
  const day = eventDay(Date.now());
  await ensureDays(pool, [day]);
  const over = new AbortController();
  const waiting: { id: string; version: number }[] = [];
  let latencies = fresh();
  let failure: unknown;

  async function every(work: () => Promise<void>, of: keyof Latencies): Promise<void> {
    const under = new Set<Promise<void>>();
    for (let dueAt = performance.now(); !over.signal.aborted; dueAt += EVERY_MS) {
      await sleep(dueAt - performance.now(), over.signal).catch(() => {});
      const startedAt = dueAt;
      const done = work()
        .then(() => latencies[of].record(performance.now() - startedAt))
        .catch((error) => {
          failure ??= error;
        })
        .finally(() => under.delete(done));
      under.add(done);
    }
    await Promise.all(under);
  }

  const running = Promise.all([
    every(async () => {
      waiting.push(...(await storeBatch(pool, day, tenant)));
    }, 'persist'),
    every(() => deliverBatch(pool, day, waiting.splice(0, BATCH)), 'deliver'),
  ]);
  return {
    take() {
      if (failure) throw failure;
      const taken = latencies;
      latencies = fresh();
      return taken;
    },
    async [Symbol.asyncDispose]() {
      over.abort();
      await running;
    },
  };
}

function fresh(): Latencies {
  return { persist: new Histogram(), deliver: new Histogram() };
}

const HOUR_MS = 3_600_000;
const BODY = Buffer.from(JSON.stringify({ data: 'x'.repeat(390) }));

async function storeBatch(
  pool: Pool,
  day: string,
  { organizationId, endpointIds }: Tenant,
): Promise<{ id: string; version: number }[]> {
  const ids = Array.from({ length: BATCH }, () => randomUUID());
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const deliveries = ids.map((eventId, i) => {
    const endpointId = endpointIds[i % endpointIds.length] ?? '';
    return { day, id: randomUUID(), eventId, endpointId, organizationId, hour };
  });
  await inTransaction(pool, async (client) => {
    const contentHash = Buffer.alloc(32);
    await insertEventKeys(
      client,
      ids.map((eventId) => ({ eventId, day, contentHash, organizationId })),
    );
    await insertEvents(
      client,
      ids.map((id, i) => ({
        ...{ day, id, organizationId, type: 'order.created', dedupId: null, orderingKey: null },
        ...{ acceptedAt: Date.now(), partition: 0, offset: BigInt(i), traceparent: null, body: BODY },
      })),
    );
    await insertDeliveries(client, deliveries);
  });
  return deliveries.map(({ id }) => ({ id, version: 1 }));
}

async function deliverBatch(
  pool: Pool,
  day: string,
  refs: readonly { id: string; version: number }[],
): Promise<void> {
  if (refs.length === 0) return;
  const claimed = await claimDeliveries(pool, day, refs, 60_000);
  await recordResults(
    pool,
    day,
    claimed.map(({ id, version }) => ({
      ...{ id, version, next: { state: 'succeeded', reason: 'delivered' }, startedAgoMs: 5, durationMs: 5 },
      ...{ outcome: 'succeeded', statusCode: 200, error: null, response: null, traceId: null },
    })),
  );
}
