// All that stands in a dead-letter topic, from its beginning to where it ended when it was asked.
import { randomBytes } from 'node:crypto';
import { connectAdmin, createWorker, type KafkaLog } from '@hopline/kafka/connect';
import type { ReceivedRecord } from '@hopline/kafka/port';
import { sleep } from '@hopline/runtime/wait';

/** After so long without a record there are no more: the rest of a partition was deleted at the end of its retention. */
const QUIET_MS = 8000;
const LOOK_MS = 50;
const STOP_MS = 5000;
const SILENT: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };

export interface TopicToRead {
  readonly brokers: readonly string[];
  readonly topic: string;
  /** What the name of the reader's group begins with. */
  readonly group: string;
}

/** Gives each record to `onRecord`, in the order of its partition. Nothing is committed: who reads later reads all again. */
export async function readLetters(
  { brokers, topic, group }: TopicToRead,
  onRecord: (record: ReceivedRecord) => void,
): Promise<void> {
  const kafka = { brokers: [...brokers], clientId: 'hopline-dlq' };
  const ends = await endsOf(kafka, topic);
  let heardAt = performance.now();
  const worker = createWorker(
    {
      ...kafka,
      // A group of its own, which is gone with its only member, as it commits nothing.
      groupId: `${group}.${randomBytes(6).toString('hex')}`,
      topics: [topic],
      maxUnfinished: Number.MAX_SAFE_INTEGER,
      onRecords(records, owner) {
        heardAt = performance.now();
        for (const record of records) {
          const { partition, offset } = record;
          const end = ends.get(partition);
          // What comes in meanwhile, perhaps by this very command, is left out.
          if (end !== undefined && offset < end) onRecord(record);
          if (end !== undefined && offset >= end - 1n) ends.delete(partition);
          owner.abandon(offset);
        }
      },
      onAssigned() {
        heardAt = performance.now();
      },
    },
    { log: SILENT },
  );
  await worker.start();
  let failure: unknown;
  worker.failed.catch((error: unknown) => {
    failure = error;
  });
  try {
    while (ends.size > 0 && performance.now() - heardAt < QUIET_MS) {
      if (failure !== undefined) throw failure;
      await sleep(LOOK_MS);
    }
  } finally {
    await worker.stop(AbortSignal.timeout(STOP_MS));
  }
}

/** Where each partition ends; those that were never written to are left out. */
async function endsOf(kafka: { brokers: string[]; clientId: string }, topic: string): Promise<Map<number, bigint>> {
  await using admin = await connectAdmin(kafka);
  const ends = await admin.endOffsets(topic);
  return new Map([...ends].filter(([, end]) => end > 0n));
}
