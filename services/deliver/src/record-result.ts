import type { AttemptOutcome } from '@hopline/postgres/deliveries/record-outcomes';
import { recordedVersion } from '@hopline/postgres/deliveries/record-results';
import { isRowRefused } from '@hopline/postgres/failure';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { DeliverMetrics } from '@hopline/telemetry/metrics/deliver';
import { Gatherer } from './gatherer.ts';

const MAX_BATCH = 256;
const BACKOFF = { initialMs: 100, maxMs: 2000 };

/** A result on its way into Postgres. */
export interface PendingResult {
  /** The delivery's day. */
  readonly day: string;
  /** Made anew for every try: it says how long ago the attempt began. */
  readonly build: () => AttemptOutcome;
  /** When the lease runs out, on the clock of `performance.now()`: from then on somebody else may have the delivery. */
  readonly leaseEnds: number;
  /** Of the attempt, for log lines. */
  readonly traceId: string | null;
}

interface Waiting extends PendingResult {
  readonly answer: (version: number | undefined) => void;
}

export interface ResultWriterDeps {
  /** Writes all of them, which are of one day, or, when it rejects, none; gives the new version by delivery id. */
  readonly record: (day: string, results: AttemptOutcome[]) => Promise<Map<string, number>>;
  readonly metrics: Pick<DeliverMetrics, 'resultBatch' | 'resultsFenced' | 'resultsLost'>;
  readonly log: Logger;
  /** Nothing is tried again from then on. */
  readonly abandoned: AbortSignal;
}

/** Writes results in micro-batches, and goes on trying while Postgres is away, as long as the lease lasts. */
export class ResultWriter {
  readonly #deps: ResultWriterDeps;
  readonly #gatherer: Gatherer<Waiting>;

  constructor(deps: ResultWriterDeps) {
    this.#deps = deps;
    this.#gatherer = new Gatherer(async (batch) => {
      const days = [...Map.groupBy(batch, ({ day }) => day)];
      await Promise.all(days.map(([day, ofDay]) => this.#write(day, ofDay)));
    }, MAX_BATCH);
  }

  /**
   * @returns the delivery's new version, or undefined when nothing was written: the result was fenced out, or could not
   * be written before the lease ran out (which is logged)
   */
  write(result: PendingResult): Promise<number | undefined> {
    return new Promise((answer) => this.#gatherer.add({ ...result, answer }));
  }

  async #write(day: string, batch: Waiting[]): Promise<void> {
    const { metrics } = this.#deps;
    let left = batch;
    for (let failures = 1; left.length > 0; failures += 1) {
      const results = left.map(({ build }) => build());
      try {
        const versions = await this.#deps.record(day, results);
        metrics.resultBatch.observe(results.length);
        for (const [i, { answer }] of left.entries()) {
          const result = results[i];
          const version = result && recordedVersion(versions, result);
          if (version === undefined) metrics.resultsFenced.inc();
          answer(version);
        }
        return;
      } catch (error) {
        if (isRowRefused(error)) return await this.#bisect(day, left, error);
        // Postgres is away, or the connection broke, maybe after the commit: then the version has moved on and the next
        // try is fenced out. The retry that was recorded is found by the sweeper.
        left = this.#giveUpLate(left, error);
        if (left.length === 0) return;
        this.#deps.log.warn(
          // The trace of the first of them.
          { results: left.length, failures, problem: describeError(error), trace_id: left[0]?.traceId },
          'results.delayed',
        );
        await sleep(backoffDelay(BACKOFF, failures), this.#deps.abandoned).catch(() => {});
      }
    }
  }

  /** One row that Postgres does not take must not keep the others out. */
  async #bisect(day: string, batch: Waiting[], error: unknown): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    if (batch.length > 1) {
      await this.#write(day, batch.slice(0, half));
      await this.#write(day, batch.slice(half));
    } else for (const one of batch) this.#lose(one, error);
  }

  #giveUpLate(batch: Waiting[], error: unknown): Waiting[] {
    const now = performance.now();
    const late = (one: Waiting) => this.#deps.abandoned.aborted || one.leaseEnds <= now;
    for (const one of batch.filter(late)) this.#lose(one, error);
    return batch.filter((one) => !late(one));
  }

  /** The delivery stays `sending` until its lease runs out, then the sweeper makes it pending again: a second post. */
  #lose({ build, answer, traceId }: Waiting, error: unknown): void {
    const { id, outcome, statusCode } = build();
    this.#deps.metrics.resultsLost.inc();
    this.#deps.log.error(
      {
        ...{ delivery_id: id, outcome, status: statusCode },
        problem: describeError(error),
        trace_id: traceId,
      },
      'result.lost',
    );
    answer(undefined);
  }
}
