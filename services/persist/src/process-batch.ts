// Repeats the pipeline until a batch is through. Trouble with Postgres or Kafka holds the partitions and never fills the
// dead-letter topic; a row that Postgres refuses is found by halving the batch, and goes there alone.
import { isPartitionMissing, isRowRefused } from '@hopline/postgres/failure';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import { extractTrace } from '@hopline/telemetry/trace-headers';
import { traceIdOf } from '@hopline/telemetry/tracing';
import { divide } from './divide-batch.ts';
import type { DecodedBatch, TakenRecord } from './item.ts';
import { logStored } from './log-stored.ts';
import type { BatchReport, Pipeline } from './pipeline.ts';
import type { SlowEvents } from './slow-events.ts';
import { poisonItem } from './steps/decode-batch.ts';
import { endSpans } from './trace-batch.ts';

const BACKOFF = { initialMs: 200, maxMs: 10_000 };

export interface ProcessDeps {
  readonly pipeline: Pipeline;
  readonly log: Logger;
  readonly slowEvents: SlowEvents;
  /** Aborts when the service stops: what fails from then on is left to the next owner. */
  readonly stopping: AbortSignal;
}

export interface BatchProcessor {
  /** Never rejects. */
  process(taken: readonly TakenRecord[]): Promise<void>;
  /** What is wrong, or undefined: for readiness. */
  health(): string | undefined;
  /** How many batches wait for a next try. */
  held(): number;
}

export function createBatchProcessor({ pipeline, log, slowEvents, stopping }: ProcessDeps): BatchProcessor {
  /** The batches that wait for a next try, and why. */
  const held = new Map<object, string>();

  async function storeDecoded(batch: DecodedBatch, topicId: string): Promise<BatchReport[]> {
    try {
      const reports = await storeOrDivide(batch, topicId);
      endSpans(batch);
      return reports;
    } catch (error) {
      endSpans(batch, error);
      // Somebody has dropped a day that was there: the next try makes it anew.
      if (isPartitionMissing(error)) pipeline.forgetDays();
      throw error;
    }
  }

  async function storeOrDivide(batch: DecodedBatch, topicId: string): Promise<BatchReport[]> {
    try {
      return [await pipeline.store(batch, topicId)];
    } catch (error) {
      if (!isRowRefused(error)) throw error;
      const { events, poison } = batch;
      const [only] = events;
      if (!only) throw error;
      if (events.length === 1) {
        const refused = poisonItem(only, 'row_refused', describeError(error));
        return await storeOrDivide({ events: [], poison: [...poison, refused] }, topicId);
      }
      // One after the other: the order of a partition is kept.
      const [first, second] = divide(batch, Math.ceil(events.length / 2));
      return [...(await storeOrDivide(first, topicId)), ...(await storeOrDivide(second, topicId))];
    }
  }

  async function process(taken: readonly TakenRecord[]): Promise<void> {
    const started = performance.now();
    let batch = taken;
    for (let failures = 1; ; failures += 1) {
      // Who has lost a partition leaves its records to the new owner.
      batch = batch.filter(({ owner }) => !owner.revoked.aborted);
      if (batch.length === 0) return;
      try {
        const [decoded, topicId] = await Promise.all([pipeline.decode(batch), pipeline.topicId()]);
        const reports = await storeDecoded(decoded, topicId);
        logStored(log, reports, performance.now() - started);
        for (const { stored, storedAtMs } of reports) slowEvents.note(stored, storedAtMs);
        return;
      } catch (error) {
        await hold(batch, error, failures);
        if (!stopping.aborted) continue;
        abandon(batch);
        return;
      }
    }
  }

  async function hold(batch: readonly TakenRecord[], error: unknown, failures: number): Promise<void> {
    const retry_ms = backoffDelay(BACKOFF, failures);
    const problem = describeError(error);
    // Of the batch's first record: the batch itself begins a trace at each try.
    const trace_id = traceIdOf(extractTrace(batch[0]?.record.headers ?? {}));
    log.warn({ records: batch.length, failures, problem, retry_ms, trace_id }, 'batch.held');
    held.set(batch, problem);
    await sleep(retry_ms, stopping).catch(() => {});
    held.delete(batch);
  }

  return {
    process,
    held: () => held.size,
    health() {
      const [problem] = held.values();
      return problem === undefined ? undefined : `${held.size} batches are held: ${problem}`;
    },
  };
}

function abandon(batch: readonly TakenRecord[]): void {
  for (const { owner, record } of batch) owner.abandon(record.offset);
}
