// The yardstick, a process of its own: the rows that persist writes, given to `pg` by persist's own statements, with the
// same parameters in the same binary arrays, in the same transactions, and nothing else: no Kafka, no decoding, no
// wake-ups, no metrics, and not the one statement that writes nothing, the look at the endpoints. The rows are there, with
// their ids, before it says that it is ready.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { closeBooks } from '@hopline/postgres/persist/close-books';
import { insertDeliveries } from '@hopline/postgres/persist/insert-deliveries';
import { insertEventKeys } from '@hopline/postgres/persist/insert-event-keys';
import { insertEvents } from '@hopline/postgres/persist/insert-events';
import { lockProgress } from '@hopline/postgres/persist/lock-progress';
import { createPool, type Pool } from '@hopline/postgres/pool';
import { inTransaction } from '@hopline/postgres/transaction';
import type { Tenancy } from './corpus.ts';
import { type RawBatch, rawBatches } from './raw-batches.ts';

/** What the process is to write. */
export interface RawJob {
  readonly databaseUrl: string;
  readonly tenancies: readonly Tenancy[];
  readonly events: number;
  readonly batchRecords: number;
  readonly connections: number;
}

async function write(pool: Pool, batch: RawBatch): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockProgress(client, batch.spans);
    await insertEventKeys(client, batch.keys);
    await insertEvents(client, batch.events);
    await insertDeliveries(client, batch.deliveries);
    await closeBooks(client, batch.entries, batch.spans);
  });
}

/** As many transactions at once as there are connections, one of a partition at a time. */
async function writeAll(pool: Pool, partitions: RawBatch[][], connections: number): Promise<void> {
  const free = [...partitions];
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let batches = free.shift(); batches; batches = free.shift()) {
        const batch = batches.shift();
        if (batch) await write(pool, batch);
        if (batches.length > 0) free.push(batches);
      }
    }),
  );
}

process.once('disconnect', () => process.exit(1));
const [job] = (await once(process, 'message')) as [RawJob];
const pool = createPool({
  databaseUrl: job.databaseUrl,
  size: job.connections,
  applicationName: 'bench-raw',
  onIdleError: () => {},
});
const partitions = rawBatches(job.tenancies, job.events, job.batchRecords, randomUUID());
await ensureDays(pool, [...new Set(partitions.flat().flatMap(({ events }) => events.map(({ day }) => day)))]);
// The garbage of the preparation is none of the measurement's.
globalThis.gc?.();
process.send?.('ready');
await once(process, 'message');
await writeAll(pool, partitions, job.connections);
await pool.end();
process.removeAllListeners('disconnect');
process.disconnect();
