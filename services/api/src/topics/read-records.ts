// A stretch of a topic for people: bounded in records, bytes and time, and without a consumer group.
import type { KafkaInspector, ReadRecords } from '@hopline/kafka/inspector-port';
import type { ReceivedRecord } from '@hopline/kafka/port';
import { RequestInvalidError } from '../errors.ts';
import { bytesOf, type Limits, type Merged, newestOf, oldestOf, type ReadStretch } from './merge-records.ts';
import { type From, MAX_PARTITIONS, type RecordsRequest } from './records-request.ts';

export interface RecordsRead extends Merged {
  /** How many more there are, from `next` on. */
  readonly behind: bigint;
}

interface Bounds {
  readonly first: bigint;
  readonly end: bigint;
}

/** What an answer has, as bytes of records; one that is larger stands alone. */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** What is asked of Kafka at once, and in all: a batch comes whole, however little of it is wanted. */
const MAX_FETCH_BYTES = 1024 * 1024;
const MIN_FETCH_BYTES = 32 * 1024;
const MAX_READ_BYTES = 8 * 1024 * 1024;
/** After so long what has been read is enough, in milliseconds. */
const READ_FOR_MS = 2000;
/** For what is there already; its broker does not wait. */
const WAIT_MS = 100;

/**
 * The records that are asked for.
 * @throws {RequestInvalidError} for a partition or an offset that there is not, and for too many partitions
 * @throws {TopicMissingError}
 */
export async function readRecords(
  kafka: KafkaInspector,
  topic: string,
  { partition, from, limit }: RecordsRequest,
): Promise<RecordsRead> {
  const bounds = wantedOf(await boundsOf(kafka, topic), partition, from);
  const limits = { records: limit, bytes: MAX_ANSWER_BYTES };
  const places = await placesOf(kafka, topic, bounds, from);
  const { stretches, merged } = places
    ? await readOn(kafka, topic, { bounds, places, limits })
    : await readBack(kafka, topic, { bounds, limits });
  const ends = new Map(stretches.map((one) => [one.partition, one.end]));
  let behind = 0n;
  for (const [one, next] of merged.next) {
    const left = (ends.get(one) ?? next) - next;
    if (left > 0n) behind += left;
  }
  return { ...merged, behind };
}

async function boundsOf(kafka: KafkaInspector, topic: string): Promise<Map<number, Bounds>> {
  const [firsts, ends] = await Promise.all([kafka.firstOffsets(topic), kafka.endOffsets(topic)]);
  return new Map(
    [...ends].map(([partition, end]) => [partition, { first: firsts.get(partition) ?? 0n, end }]),
  );
}

/** The partitions that are asked for. */
function wantedOf(
  all: ReadonlyMap<number, Bounds>,
  partition: number | undefined,
  from: From,
): ReadonlyMap<number, Bounds> {
  const wanted =
    from.kind === 'cursor'
      ? [...from.places.keys()]
      : partition === undefined
        ? [...all.keys()]
        : [partition];
  if (wanted.length > MAX_PARTITIONS)
    throw new RequestInvalidError(
      '/partition',
      `is required: the topic has ${wanted.length} partitions, and ${MAX_PARTITIONS} are read at once`,
    );
  return new Map(
    wanted.map((one) => {
      const bounds = all.get(one);
      if (!bounds)
        throw new RequestInvalidError(
          from.kind === 'cursor' ? '/cursor' : '/partition',
          `names partition ${one}; the topic has ${all.size}, from 0 on`,
        );
      return [one, bounds];
    }),
  );
}

/** Where to begin; undefined for the newest. */
async function placesOf(
  kafka: KafkaInspector,
  topic: string,
  wanted: ReadonlyMap<number, Bounds>,
  from: From,
): Promise<Map<number, bigint> | undefined> {
  if (from.kind === 'latest') return undefined;
  const since = from.kind === 'time' ? await kafka.offsetsSince(topic, from.sinceMs) : undefined;
  return new Map(
    [...wanted].map(([partition, bounds]) => {
      if (from.kind === 'offset') return [partition, checkedOffset(from.offset, bounds)];
      if (from.kind === 'cursor')
        return [partition, within(from.places.get(partition) ?? bounds.end, bounds)];
      return [partition, since ? (since.get(partition) ?? bounds.end) : bounds.first];
    }),
  );
}

function checkedOffset(offset: bigint, { first, end }: Bounds): bigint {
  if (offset >= first && offset <= end) return offset;
  const has = first === end ? `has no records; the next one will be ${end}` : `has ${first} to ${end - 1n}`;
  throw new RequestInvalidError('/from', `is an offset that is not there: the partition ${has}`);
}

/** What retention has deleted since cannot be read, nor what a topic that was made anew does not have yet. */
function within(offset: bigint, { first, end }: Bounds): bigint {
  if (offset < first) return first;
  return offset > end ? end : offset;
}

interface Reading {
  readonly bounds: ReadonlyMap<number, Bounds>;
  readonly limits: Limits;
}

interface Result {
  readonly stretches: readonly StretchSoFar[];
  readonly merged: Merged;
}

/** From these places on, the oldest first. */
async function readOn(
  kafka: KafkaInspector,
  topic: string,
  { bounds, places, limits }: Reading & { readonly places: ReadonlyMap<number, bigint> },
): Promise<Result> {
  const stretches = await readStretches(kafka, topic, {
    ...{ bounds, places, until: performance.now() + READ_FOR_MS },
    isEnough: (records) => records.length > 0,
  });
  return { stretches, merged: oldestOf(stretches, limits) };
}

/** The newest. Large ones make the stretches shorter, so that those that are read are the last. */
async function readBack(kafka: KafkaInspector, topic: string, { bounds, limits }: Reading): Promise<Result> {
  const until = performance.now() + READ_FOR_MS;
  for (let back = limits.records; ; back = Math.ceil(back / 4)) {
    const places = new Map([...bounds].map(([one, { first, end }]) => [one, max(first, end - BigInt(back))]));
    const stretches = await readStretches(kafka, topic, { bounds, places, until, isEnough: () => false });
    const isWhole = stretches.every(({ next, end }) => next >= end);
    if (isWhole || back === 1 || performance.now() > until)
      return { stretches, merged: newestOf(stretches, limits) };
  }
}

interface StretchSoFar extends ReadStretch {
  /** Where its log ended when it was last asked. */
  readonly end: bigint;
}

async function readStretches(
  kafka: KafkaInspector,
  topic: string,
  {
    bounds,
    places,
    until,
    isEnough,
  }: {
    readonly bounds: ReadonlyMap<number, Bounds>;
    readonly places: ReadonlyMap<number, bigint>;
    /** By the monotonic clock, in milliseconds. */
    readonly until: number;
    /** Told what came last. */
    readonly isEnough: (records: readonly ReceivedRecord[]) => boolean;
  },
): Promise<StretchSoFar[]> {
  const stretches = new Map(
    [...places].map(([partition, next]): [number, StretchSoFar] => [
      partition,
      { partition, records: [], next, end: bounds.get(partition)?.end ?? next },
    ]),
  );
  let bytes = 0;
  for (;;) {
    const left = [...stretches.values()].filter(({ next, end }) => next < end);
    if (left.length === 0) break;
    const read = await kafka.read(
      left.map(({ partition, next: offset }) => ({ topic, partition, offset })),
      { maxBytes: Math.max(MIN_FETCH_BYTES, Math.floor(MAX_FETCH_BYTES / left.length)), maxWaitMs: WAIT_MS },
    );
    for (const one of read) {
      const before = stretches.get(one.partition);
      if (before) stretches.set(one.partition, goneOn(before, one));
    }
    const records = read.flatMap((one) => one.records);
    bytes += records.reduce((sum, record) => sum + bytesOf(record), 0);
    if (isEnough(records) || bytes > MAX_READ_BYTES || performance.now() > until) break;
  }
  return [...stretches.values()];
}

function goneOn({ partition, records }: StretchSoFar, read: ReadRecords): StretchSoFar {
  return { partition, records: [...records, ...read.records], next: read.next, end: read.end };
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
