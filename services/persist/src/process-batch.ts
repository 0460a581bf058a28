// Repeats the pipeline until a batch is through. Trouble with Postgres or Kafka holds the partitions and never fills the
// dead-letter topic; a row that Postgres refuses is found by halving the batch, and goes there alone.
import { isRowRefused } from '@hopline/postgres/failure';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { DecodedBatch, EventItem, TakenRecord } from './item.ts';
import type { BatchReport, Pipeline } from './pipeline.ts';
import { poisonItem } from './steps/decode-batch.ts';

const BACKOFF = { initialMs: 200, maxMs: 10_000 };

export interface ProcessDeps {
  readonly pipeline: Pipeline;
  readonly log: Logger;
  /** Aborts when the service gives up: what is not through by then is read again by the next owner. */
  readonly givenUp: AbortSignal;
}

/** Never rejects. */
export function createProcessBatch({ pipeline, log, givenUp }: ProcessDeps) {
  async function store(batch: DecodedBatch): Promise<BatchReport[]> {
    try {
      return [await pipeline.store(batch)];
    } catch (error) {
      if (!isRowRefused(error)) throw error;
      return await storeInParts(batch, error);
    }
  }

  async function storeInParts(batch: DecodedBatch, error: unknown): Promise<BatchReport[]> {
    const { events, poison } = batch;
    const [only] = events;
    if (!only) throw error;
    if (events.length === 1) return store({ events: [], poison: [...poison, refused(only, error)] });
    const middle = Math.ceil(events.length / 2);
    // One after the other: the order of a partition is kept. The poison goes with the half that it stood in.
    const [first, second] = divide(batch, middle);
    return [...(await store(first)), ...(await store(second))];
  }

  return async function processBatch(taken: readonly TakenRecord[]): Promise<void> {
    const started = performance.now();
    let batch = taken;
    for (let failures = 1; ; failures += 1) {
      // Who has lost a partition leaves its records to the new owner.
      batch = batch.filter(({ owner }) => !owner.revoked.aborted);
      if (batch.length === 0) return;
      try {
        const reports = await store(await pipeline.decode(batch));
        logBatch(log, reports, performance.now() - started);
        return;
      } catch (error) {
        const retry_ms = backoffDelay(BACKOFF, failures);
        log.warn({ records: batch.length, failures, problem: describeError(error), retry_ms }, 'batch.held');
        const cut = await sleep(retry_ms, givenUp).catch(() => true);
        if (cut) return abandon(batch);
      }
    }
  };
}

function refused(item: EventItem, error: unknown) {
  return poisonItem(item, 'row_refused', describeError(error));
}

function abandon(batch: readonly TakenRecord[]): void {
  for (const { owner, record } of batch) owner.abandon(record.offset);
}

/** The records up to the `middle`-th event, and the others; each partition's records stay in order. */
function divide({ events, poison }: DecodedBatch, middle: number): [DecodedBatch, DecodedBatch] {
  const second = events.slice(middle);
  const from = new Map<unknown, bigint>();
  for (const { owner, record } of second) {
    const lowest = from.get(owner);
    if (lowest === undefined || record.offset < lowest) from.set(owner, record.offset);
  }
  const isLater = ({ owner, record }: TakenRecord) => record.offset > (from.get(owner) ?? record.offset);
  return [
    { events: events.slice(0, middle), poison: poison.filter((item) => !isLater(item)) },
    { events: second, poison: poison.filter(isLater) },
  ];
}

function logBatch(log: Logger, reports: readonly BatchReport[], durationMs: number): void {
  const sum = (of: (report: BatchReport) => number) =>
    reports.reduce((total, report) => total + of(report), 0);
  const fields = {
    records: sum(({ records }) => records),
    stored: sum(({ stored }) => stored),
    deliveries: sum(({ deliveries }) => deliveries),
    poison: sum(({ poison }) => poison),
    duration_ms: Math.round(durationMs),
  };
  // Poison is worth a line that people see.
  log[fields.poison > 0 ? 'warn' : 'debug'](fields, 'batch.stored');
}
