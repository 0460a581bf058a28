// Puts dead letters back. Each page is committed before anybody is told of it; a crash in between leaves rows that are due,
// which the sweeper finds, and the same command given again passes over what was done.
import type { OutgoingRecord, Publisher } from '@hopline/kafka/port';
import { findReplayableDead, type ReplayedDead, replayDead } from '@hopline/postgres/deliveries/replay-dead';
import type { Pool } from '@hopline/postgres/pool';
import { sleep } from '@hopline/runtime/wait';
import { extractTrace } from '@hopline/telemetry/trace-headers';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { HEADER } from '@hopline/wire/headers';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';
import type { WakeUp } from '@hopline/wire/wake-up';
import type { Letter } from './letter.ts';

export interface ReplayReport {
  readonly letters: number;
  /** Deliveries that are pending again, or records that are back in their topic. */
  readonly replayed: number;
  /** Letters of deliveries that were replayed or retried before, or that are gone, or whose endpoint is. */
  readonly passedOver: number;
  /** Letters of deliveries whose endpoint is disabled: it must be enabled first. */
  readonly disabled: number;
  /** Letters that hold nothing that could be put back. */
  readonly unusable: number;
}

export const NOTHING_REPLAYED: ReplayReport = {
  letters: 0,
  replayed: 0,
  passedOver: 0,
  disabled: 0,
  unusable: 0,
};

export function addReports(a: ReplayReport, b: ReplayReport): ReplayReport {
  return {
    letters: a.letters + b.letters,
    replayed: a.replayed + b.replayed,
    passedOver: a.passedOver + b.passedOver,
    disabled: a.disabled + b.disabled,
    unusable: a.unusable + b.unusable,
  };
}

export interface ReplayDeps {
  readonly pool: Pool;
  readonly publisher: Pick<Publisher, 'publishAll' | 'partitionsOf'>;
  readonly codec: Pick<AvroCodec<WakeUp>, 'encode'>;
  readonly names: TopicNames;
  /** Letters a second. */
  readonly rate: number;
  /** Nothing is changed; the report says what would be. */
  readonly dryRun: boolean;
}

/** In a statement, and in a tenth of a second at the most. */
const MAX_PAGE = 200;

export async function replayDeliveryLetters(
  deps: ReplayDeps,
  letters: readonly Letter[],
): Promise<ReplayReport> {
  const { pool, rate, dryRun } = deps;
  const deliveries = letters.flatMap(({ delivery }) => (delivery === undefined ? [] : [delivery]));
  let replayed = 0;
  let disabled = 0;
  for (const [day, ofDay] of Map.groupBy(deliveries, (delivery) => delivery.day)) {
    for (const page of pagesOf(ofDay, rate)) {
      const found = await (dryRun ? findReplayableDead : replayDead)(pool, day, page);
      const pending = found.filter((one) => !one.disabled);
      replayed += pending.length;
      disabled += found.length - pending.length;
      if (dryRun) continue;
      await wake(deps, pending);
      await sleep((1000 * pending.length) / rate);
    }
  }
  const unusable = letters.length - deliveries.length;
  const passedOver = deliveries.length - replayed - disabled;
  return { letters: letters.length, replayed, passedOver, disabled, unusable };
}

async function wake({ publisher, codec, names }: ReplayDeps, rows: readonly ReplayedDead[]): Promise<void> {
  const topic = names.deliveries;
  const distinct = new Map(rows.map((row) => [row.endpointId, row.organizationId]));
  await publisher.publishAll(
    [...distinct].map(([endpointId, organizationId]) => ({
      topic,
      partition: partitionFor(endpointId, publisher.partitionsOf(topic)),
      key: endpointId,
      value: codec.encode({ endpoint_id: endpointId, organization_id: organizationId, delivery: null }),
      headers: {},
    })),
  );
}

/** Records go back as they were, to where they stood: persist knows an event that it has stored by its id. */
export async function replayEventLetters(
  { publisher, names, rate, dryRun }: Pick<ReplayDeps, 'publisher' | 'names' | 'rate' | 'dryRun'>,
  letters: readonly Letter[],
): Promise<ReplayReport> {
  const partitions = publisher.partitionsOf(names.events);
  const records = letters.flatMap((letter) => originalRecord(letter, names.events, partitions) ?? []);
  for (const page of dryRun ? [] : pagesOf(records, rate)) {
    await publisher.publishAll(page);
    await sleep((1000 * page.length) / rate);
  }
  const unusable = letters.length - records.length;
  return { ...NOTHING_REPLAYED, letters: letters.length, replayed: records.length, unusable };
}

const TRACE = new Set(['traceparent', 'tracestate']);
const OURS = new Set<string>(Object.values(HEADER).filter((name) => name.startsWith('hopline-')));

/** Undefined for a letter without its record's value: one that had none, or that was too large for the topic. */
export function originalRecord(
  { record }: Pick<Letter, 'record'>,
  topic: string,
  partitions: number,
): OutgoingRecord | undefined {
  const { key, value, headers } = record;
  if (value === null) return undefined;
  const stood = Number(headers[HEADER.originalPartition]?.toString('utf8') ?? Number.NaN);
  const partition = stood < partitions ? stood : partitionFor(key ?? '', partitions);
  const own = Object.entries(headers).filter(([name]) => !OURS.has(name) && !TRACE.has(name));
  // A trace of its own: that of the letter may be over for days.
  const follows = extractTrace(headers);
  return { topic, partition, key, value, headers: Object.fromEntries(own), follows };
}

function pagesOf<T>(items: readonly T[], rate: number): T[][] {
  const size = Math.max(1, Math.min(MAX_PAGE, Math.floor(rate / 10)));
  const pages: T[][] = [];
  for (let start = 0; start < items.length; start += size) pages.push(items.slice(start, start + size));
  return pages;
}
