// A stretch of a topic for people: bounded in records, bytes and time, and without a consumer group.
import { KafkaUnavailableError, OffsetOutOfRangeError } from '@hopline/kafka/errors';
import type { KafkaInspector, LogBounds } from '@hopline/kafka/inspector-port';
import { RequestInvalidError } from '../errors.ts';
import { type Limits, type Merged, newestOf, oldestOf } from './merge-records.ts';
import { readStretches, type StretchSoFar } from './read-stretches.ts';
import { type From, MAX_PARTITIONS, type RecordsRequest } from './records-request.ts';

export interface RecordsRead extends Merged {
  /** How many more there are, from `next` on. */
  readonly behind: bigint;
}

/** What an answer has, as bytes of records; one that is larger stands alone. */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** After so long what has been read is enough, in milliseconds. */
const READ_FOR_MS = 2000;

/**
 * The records that are asked for. A partition that nobody leads is left out, but stays where it is in a cursor.
 * @throws {RequestInvalidError} for a partition or an offset that there is not, and for too many partitions
 * @throws {TopicMissingError}
 * @throws {KafkaUnavailableError} when nobody leads any of the partitions that are asked for
 */
export async function readRecords(
  kafka: KafkaInspector,
  topic: string,
  request: RecordsRequest,
): Promise<RecordsRead> {
  try {
    return await readOnce(kafka, topic, request);
  } catch (error) {
    if (!(error instanceof OffsetOutOfRangeError)) throw error;
    // Retention has passed a place since its log's beginning was read.
    return await readOnce(kafka, topic, request);
  }
}

async function readOnce(
  kafka: KafkaInspector,
  topic: string,
  { partition, from, limit }: RecordsRequest,
): Promise<RecordsRead> {
  const wanted = wantedOf(await kafka.bounds(topic), partition, from);
  const bounds = new Map([...wanted].flatMap(([one, log]) => (log ? [[one, log] as const] : [])));
  if (bounds.size === 0 && wanted.size > 0)
    throw new KafkaUnavailableError(`nobody leads ${topic}/${[...wanted.keys()]}`, { written: 'no' });
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
  return { ...merged, next: new Map([...waitingIn(from, wanted), ...merged.next]), behind };
}

/** The places of a cursor in partitions that nobody leads. */
function waitingIn(
  from: From,
  wanted: ReadonlyMap<number, LogBounds | undefined>,
): readonly (readonly [number, bigint])[] {
  return from.kind === 'cursor' ? [...from.places].filter(([partition]) => !wanted.get(partition)) : [];
}

/** The partitions that are asked for; undefined of one that nobody leads. */
function wantedOf(
  all: ReadonlyMap<number, LogBounds | undefined>,
  partition: number | undefined,
  from: From,
): ReadonlyMap<number, LogBounds | undefined> {
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
      if (!all.has(one))
        throw new RequestInvalidError(
          from.kind === 'cursor' ? '/cursor' : '/partition',
          `names partition ${one}; the topic has ${all.size}, from 0 on`,
        );
      return [one, all.get(one)];
    }),
  );
}

/** Where to begin; undefined for the newest. */
async function placesOf(
  kafka: KafkaInspector,
  topic: string,
  wanted: ReadonlyMap<number, LogBounds>,
  from: From,
): Promise<Map<number, bigint> | undefined> {
  if (from.kind === 'latest') return undefined;
  const since =
    from.kind === 'time' ? await kafka.offsetsSince(topic, from.sinceMs, new Set(wanted.keys())) : undefined;
  return new Map(
    [...wanted].map(([partition, bounds]) => {
      if (from.kind === 'offset') return [partition, checkedOffset(from.offset, bounds)];
      if (from.kind === 'cursor')
        return [partition, within(from.places.get(partition) ?? bounds.end, bounds)];
      return [partition, since ? (since.get(partition) ?? bounds.end) : bounds.first];
    }),
  );
}

function checkedOffset(offset: bigint, { first, end }: LogBounds): bigint {
  if (offset >= first && offset <= end) return offset;
  const has = first === end ? `has no records; the next one will be ${end}` : `has ${first} to ${end - 1n}`;
  throw new RequestInvalidError('/from', `is an offset that is not there: the partition ${has}`);
}

/** What retention has deleted since cannot be read, nor what a topic that was made anew does not have yet. */
function within(offset: bigint, { first, end }: LogBounds): bigint {
  if (offset < first) return first;
  return offset > end ? end : offset;
}

interface Reading {
  readonly bounds: ReadonlyMap<number, LogBounds>;
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
  const until = performance.now() + READ_FOR_MS;
  const stretches = await readStretches(kafka, topic, { bounds, places, until, once: true });
  return { stretches, merged: oldestOf(stretches, limits) };
}

/** The newest. Large ones make the stretches shorter, so that those that are read are the last. */
async function readBack(kafka: KafkaInspector, topic: string, { bounds, limits }: Reading): Promise<Result> {
  const until = performance.now() + READ_FOR_MS;
  for (let back = limits.records; ; back = Math.ceil(back / 4)) {
    const places = new Map([...bounds].map(([one, { first, end }]) => [one, max(first, end - BigInt(back))]));
    const stretches = await readStretches(kafka, topic, { bounds, places, until, once: false });
    const isWhole = stretches.every(({ next, end }) => next >= end);
    if (isWhole || back === 1 || performance.now() > until)
      return { stretches, merged: newestOf(stretches, limits) };
  }
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
