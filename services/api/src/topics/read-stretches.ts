// What is read of several partitions at once, none of which keeps the others from being read.
import type { KafkaInspector, LogBounds, ReadRecords } from '@hopline/kafka/inspector-port';
import { bytesOf, type ReadStretch } from './merge-records.ts';

export interface StretchSoFar extends ReadStretch {
  /** Where its log ended when it was last asked. */
  readonly end: bigint;
}

export interface StretchesWanted {
  readonly bounds: ReadonlyMap<number, LogBounds>;
  readonly places: ReadonlyMap<number, bigint>;
  /** By the monotonic clock, in milliseconds. */
  readonly until: number;
  /** Whether something of each is enough; otherwise all is read. */
  readonly once: boolean;
}

/** What is asked of Kafka at once, and in all: a batch comes whole, however little of it is wanted. */
const MAX_FETCH_BYTES = 1024 * 1024;
const MIN_FETCH_BYTES = 32 * 1024;
const MAX_READ_BYTES = 8 * 1024 * 1024;
/** For what is there already; its broker does not wait. */
const WAIT_MS = 100;

/** Reads on from these places, as far as time and bytes allow. In the order of partitions. */
export async function readStretches(
  kafka: KafkaInspector,
  topic: string,
  { bounds, places, until, once }: StretchesWanted,
): Promise<StretchSoFar[]> {
  const stretches = new Map(
    inTurn(places).map(([partition, next]): [number, StretchSoFar] => [
      partition,
      { partition, records: [], next, end: bounds.get(partition)?.end ?? next },
    ]),
  );
  let bytes = 0;
  for (;;) {
    const left = [...stretches.values()]
      .filter(({ records, next, end }) => next < end && !(once && records.length > 0))
      // A large batch comes of the first one only: those that have come off badly are the first.
      .sort((a, b) => a.records.length - b.records.length);
    if (left.length === 0) break;
    const read = await kafka.read(
      left.map(({ partition, next: offset }) => ({ topic, partition, offset })),
      { maxBytes: Math.max(MIN_FETCH_BYTES, Math.floor(MAX_FETCH_BYTES / left.length)), maxWaitMs: WAIT_MS },
    );
    for (const one of read) {
      const before = stretches.get(one.partition);
      if (before) stretches.set(one.partition, goneOn(before, one));
      bytes += one.records.reduce((sum, record) => sum + bytesOf(record), 0);
    }
    if (bytes > MAX_READ_BYTES || performance.now() > until) break;
  }
  return [...stretches.values()].sort((a, b) => a.partition - b.partition);
}

/** Begins with another one when they have moved on: a page that is full before all have been read leaves out others than the last. */
function inTurn(places: ReadonlyMap<number, bigint>): [number, bigint][] {
  const all = [...places];
  const read = all.reduce((sum, [, next]) => sum + next, 0n);
  const first = all.length === 0 ? 0 : Number(read % BigInt(all.length));
  return [...all.slice(first), ...all.slice(0, first)];
}

function goneOn({ partition, records }: StretchSoFar, read: ReadRecords): StretchSoFar {
  return { partition, records: [...records, ...read.records], next: read.next, end: read.end };
}
