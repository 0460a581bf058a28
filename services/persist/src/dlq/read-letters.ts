// All that stands in a dead-letter topic, from its beginning to where it ended when it was asked.
import { randomBytes } from 'node:crypto';
import {
  connectAdmin,
  createWorker,
  type KafkaConnectionOptions,
  type KafkaLog,
} from '@hopline/kafka/connect';
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import type { KafkaConnection } from '@hopline/kafka/settings';
import { sleep } from '@hopline/runtime/wait';

/** In memory at a time, of each partition: a record has up to 2 MB. */
const AT_ONCE = 100;
/** While no page is being dealt with, a record comes in within this time; otherwise something is wrong. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 20;
const STOP_MS = 5000;
const SILENT: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };

export interface TopicToRead {
  readonly kafka: KafkaConnection;
  readonly topic: string;
  /** What the name of the reader's group begins with. */
  readonly group: string;
}

/** Takes records of one partition, in their order. Gives false when it wants no more of any. */
export type OnPage = (records: readonly ReceivedRecord[]) => Promise<boolean>;

/**
 * Gives every record to `onPage`, a page at a time. The group that reads is a new one, and its offsets mean nothing to
 * anybody: who reads later reads all again.
 * @throws whatever `onPage` throws; and when no record comes in for a minute
 */
export async function readLetters(
  { kafka: connection, topic, group }: TopicToRead,
  onPage: OnPage,
): Promise<void> {
  const kafka = { ...connection, clientId: 'hopline-dlq' };
  const left = await readStretches(kafka, topic);
  if (left.size === 0) return;
  const failures: unknown[] = [];
  let heardAt = performance.now();
  let waiting = 0;
  let work: Promise<void> = Promise.resolve();

  async function deal(records: readonly ReceivedRecord[], owner: OwnedPartition): Promise<void> {
    // Nothing behind a failure counts as read: with nothing left it would not be told.
    if (failures.length > 0) return;
    const stretch = left.get(owner.partition);
    // Read before, by this reader, when the group was formed anew; or it came in meanwhile, perhaps by this very command.
    const page = records.filter(({ offset }) => stretch && offset >= stretch.next && offset < stretch.end);
    const last = records.at(-1);
    if (page.length > 0 && !(await onPage(page))) left.clear();
    if (stretch && last) stretch.next = last.offset + 1n;
    if (stretch && stretch.next >= stretch.end) left.delete(owner.partition);
    for (const { offset } of records) owner.done(offset);
  }

  const worker = createWorker(
    {
      ...kafka,
      groupId: `${group}.${randomBytes(6).toString('hex')}`,
      topics: [topic],
      maxUnfinished: AT_ONCE,
      onRecords(records, owner) {
        waiting += 1;
        work = work
          .then(() => deal(records, owner))
          .catch((error: unknown) => void failures.push(error))
          .finally(() => {
            waiting -= 1;
            heardAt = performance.now();
          });
      },
    },
    { log: SILENT },
  );
  worker.failed.catch((error: unknown) => void failures.push(error));
  await worker.start();
  try {
    while (left.size > 0) {
      if (failures.length > 0) throw failures[0];
      if (waiting === 0 && performance.now() - heardAt > PATIENCE_MS)
        throw new Error(`no record of ${topic} has come in for ${PATIENCE_MS / 1000} s`);
      await sleep(LOOK_MS);
    }
  } finally {
    await worker.stop(AbortSignal.timeout(STOP_MS));
  }
}

/** What there is to read of each partition that holds something. */
async function readStretches(
  kafka: KafkaConnectionOptions,
  topic: string,
): Promise<Map<number, { next: bigint; readonly end: bigint }>> {
  await using admin = await connectAdmin(kafka);
  const firsts = await admin.firstOffsets(topic);
  const ends = await admin.endOffsets(topic);
  return new Map(
    [...ends].flatMap(([partition, end]) => {
      const next = firsts.get(partition) ?? 0n;
      return next < end ? [[partition, { next, end }]] : [];
    }),
  );
}
