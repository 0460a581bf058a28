// Everything that stands in a topic from its beginning on, read with a group of its own.
import { randomBytes } from 'node:crypto';
import { createWorker } from '@hopline/kafka/connect';
import type { ReceivedRecord } from '@hopline/kafka/port';
import type { Cleanup } from './cleanup.ts';

/** Goes on collecting until the test ends. */
export async function collectTopic(
  t: Cleanup,
  brokers: string[],
  topic: string,
): Promise<readonly ReceivedRecord[]> {
  const collected: ReceivedRecord[] = [];
  const worker = createWorker(
    {
      ...{ brokers, clientId: 'test', groupId: `collect-${randomBytes(4).toString('hex')}`, topics: [topic] },
      onRecords(records, owner) {
        collected.push(...records);
        for (const { offset } of records) owner.done(offset);
      },
    },
    { log: { debug() {}, info() {}, warn() {}, error() {} } },
  );
  await worker.start();
  t.after(() => worker.stop(AbortSignal.timeout(5000)));
  return collected;
}
