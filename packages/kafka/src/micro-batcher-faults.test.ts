import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { ProduceVerdict } from './error-codes.ts';
import { KafkaUnavailableError } from './errors.ts';
import { type BatchTransport, MicroBatcher } from './micro-batcher.ts';
import type { OutgoingRecord } from './port.ts';

const LIMITS = {
  batchRecords: 7,
  batchBytes: 50_000,
  gatherMs: 0,
  bufferRecords: 1000,
  bufferBytes: 1_000_000,
};

/** A log whose brokers fail in any way that is allowed, by a list of what happens to each partition of a request. */
function faultyLog(fates: readonly { verdict: ProduceVerdict; written: boolean }[]) {
  const log = new Map<number, string[]>();
  let fate = 0;
  let moves = 0;
  const transport: BatchTransport = {
    // Leaders move while records are under way.
    leaderOf: (_topic, partition) => ((moves + partition) % 4 === 3 ? undefined : (moves + partition) % 3),
    refreshLeaders: async () => {
      moves += 1;
    },
    send: async (_leader, partitions) => {
      await new Promise((resolve) => setImmediate(resolve));
      return partitions.map(({ partition, records }) => {
        const { verdict, written } = fates[fate++] ?? { verdict: 'acked' as const, written: true };
        const entries = log.get(partition) ?? [];
        log.set(partition, entries);
        const baseOffset = BigInt(entries.length);
        const isWritten = verdict === 'acked' || (verdict === 'unknown' && written);
        if (isWritten) entries.push(...records.map((one) => String(one.key)));
        return { verdict, baseOffset };
      });
    },
  };
  return { log, transport };
}

test('under any faults: acknowledged is in the log where it says, "no" is not, and each partition keeps its order', async () => {
  const verdict = fc.constantFrom<ProduceVerdict>('acked', 'acked', 'unknown', 'moved', 'again', 'too-large');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ verdict, written: fc.boolean() }), { maxLength: 12 }),
      fc.array(fc.nat(2), { minLength: 1, maxLength: 40 }),
      async (fates, partitions) => {
        const { log, transport } = faultyLog(fates);
        const batcher = new MicroBatcher(transport, LIMITS);
        const records: OutgoingRecord[] = partitions.map((partition, i) => ({
          ...{ topic: 't', partition, key: `r${i}`, value: Buffer.alloc(10), headers: {} },
        }));
        const answers = await Promise.allSettled(records.map((one) => batcher.addOne(one, 600)));
        await batcher.drain(AbortSignal.timeout(1000));
        answers.forEach((answer, i) => {
          const { partition, key } = records[i] as OutgoingRecord;
          const entries = log.get(partition) ?? [];
          if (answer.status === 'fulfilled') {
            assert.equal(entries[Number(answer.value.offset)], key, 'the offset that was acknowledged');
          } else if (answer.reason instanceof KafkaUnavailableError && answer.reason.written === 'no') {
            assert.ok(!entries.includes(key as string));
          }
        });
        for (const [partition, entries] of log) {
          const firsts = [...new Set(entries)];
          const published = records.filter((one) => one.partition === partition).map((one) => one.key);
          assert.deepEqual(
            firsts,
            published.filter((key) => firsts.includes(key as string)),
            'the order of first occurrences',
          );
        }
      },
    ),
    { numRuns: 25 },
  );
});
