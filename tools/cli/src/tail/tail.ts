// Prints records of a topic: the last ones, those from a place on, and those that still come.
import type { KafkaInspector } from '@hopline/kafka/inspector-port';
import type { ReceivedRecord } from '@hopline/kafka/port';
import type { Decoded, RecordDecoder } from '@hopline/kafka/record-decoder';
import type { Cli } from '../cli.ts';
import { count } from '../output/figures.ts';
import { readLog, type Stretch, stretchesOf } from '../read-log.ts';
import { fitsTail, isFilter, type TailFilter } from './filter.ts';
import type { From } from './from.ts';
import { printRecord, recordDocument } from './print-record.ts';

export interface TailOptions extends TailFilter {
  readonly from?: From;
  /** The last so many of those that fit. */
  readonly last?: number;
  readonly partition?: number;
  readonly follow?: true;
  readonly body?: true;
  readonly json?: true;
}

const DEFAULT_LAST = 10;
const FOLLOW_WAIT_MS = 500;
const NOTE_EVERY = 50_000;

export async function tail(
  { terminal, signal }: Pick<Cli, 'terminal' | 'signal'>,
  { kafka, decoder, topic }: { kafka: KafkaInspector; decoder: RecordDecoder; topic: string },
  options: TailOptions,
): Promise<void> {
  const body = options.body ?? false;
  const last = options.last ?? (options.from === undefined ? DEFAULT_LAST : undefined);
  const ends = await kafka.endOffsets(topic);
  const kept: Decoded[] = [];
  let seen = 0;

  function show(decoded: Decoded): void {
    if (options.json) terminal.json(recordDocument(decoded, { body }));
    else terminal.print(printRecord(decoded, { body, paint: terminal.paint }));
  }

  async function take(records: readonly ReceivedRecord[], show: (decoded: Decoded) => void): Promise<void> {
    const fitting = (await decoder.decode(records)).filter((decoded) => fitsTail(decoded, options));
    for (const decoded of fitting.sort(byTime)) show(decoded);
    if (Math.floor((seen + records.length) / NOTE_EVERY) > Math.floor(seen / NOTE_EVERY)) {
      terminal.note(`read ${count(seen + records.length, 'record')} so far`);
    }
    seen += records.length;
  }

  const stretches = await whereFrom(kafka, topic, options, last);
  for await (const page of readLog(kafka, topic, stretches, signal)) {
    if (last === undefined) await take(page, show);
    else {
      await take(page, (decoded) => kept.push(decoded));
      // Of each partition the last ones are enough: no more than that many can be among the last of all.
      if (kept.length > 20 * last) kept.splice(0, kept.length, ...lastOf(kept, last));
    }
  }
  for (const decoded of last === undefined ? [] : lastOf(kept, last)) show(decoded);
  if (!options.follow) return;
  await follow(kafka, topic, wanted(ends, options.partition), signal, (records) => take(records, show));
}

function wanted(ends: ReadonlyMap<number, bigint>, partition: number | undefined): Map<number, bigint> {
  return new Map([...ends].filter(([one]) => partition === undefined || one === partition));
}

/** Without a filter the last of each partition are enough; with one there is no telling how far back they stand. */
async function whereFrom(
  kafka: KafkaInspector,
  topic: string,
  options: TailOptions,
  last: number | undefined,
): Promise<Stretch[]> {
  const { from, partition: only } = options;
  const since = from?.kind === 'time' ? await kafka.offsetsSince(topic, from.sinceMs) : undefined;
  const back = last !== undefined && !isFilter(options) ? BigInt(last) : undefined;
  const stretches = await stretchesOf(kafka, topic, ({ partition, first, end }) => {
    if (from?.kind === 'now') return end;
    if (since) return since.get(partition) ?? end;
    if (from?.kind === 'place') return partition === from.place.partition ? from.place.offset : end;
    return from === undefined && back !== undefined ? end - back : first;
  });
  return stretches.filter(({ partition }) => only === undefined || partition === only);
}

async function follow(
  kafka: KafkaInspector,
  topic: string,
  next: Map<number, bigint>,
  signal: AbortSignal,
  take: (records: readonly ReceivedRecord[]) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const from = [...next].map(([partition, offset]) => ({ topic, partition, offset }));
    const read = await kafka.read(from, { maxWaitMs: FOLLOW_WAIT_MS });
    for (const { partition, next: after } of read) next.set(partition, after);
    await take(read.flatMap(({ records }) => records));
  }
}

function lastOf(decoded: Decoded[], n: number): Decoded[] {
  return decoded.sort(byTime).slice(-n);
}

function byTime({ record: a }: Decoded, { record: b }: Decoded): number {
  return a.timestamp - b.timestamp || a.partition - b.partition || Number(a.offset - b.offset);
}
