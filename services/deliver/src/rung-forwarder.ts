// The ladder: a wake-up waits in its rung's topic until it is due, then goes back to the deliveries topic, where the
// endpoint's owner takes it. Nothing waits here: a partition whose first record is not due is paused until it is, and
// read again by whoever owns it then.
import type { OutgoingRecord, OwnedPartition, Publisher, ReceivedRecord } from '@hopline/kafka/port';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError, HoplineError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import type { Histogram } from '@hopline/telemetry/metrics';
import { extractTrace } from '@hopline/telemetry/trace-headers';
import { traceIdOf } from '@hopline/telemetry/tracing';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';
import { type Forwarding, traceForwarding } from './rung-trace.ts';

const BACKOFF = { initialMs: 200, maxMs: 10_000 };

export interface RungForwarderDeps {
  readonly names: TopicNames;
  readonly publisher: Pick<Publisher, 'publishAll' | 'partitionsOf'>;
  /** Told how late each record is when it has been forwarded, in seconds. */
  readonly lateness: Histogram;
  readonly log: Logger;
  /** Of the rungs. */
  readonly group: string;
  /** The longest delay, in milliseconds, that a trace goes on through. */
  readonly sameTraceMs: number;
}

/** The handler of the rung worker's records. */
export function createRungForwarder(deps: RungForwarderDeps) {
  const delays = new Map(deps.names.rungs.map(({ topic, delayMs }) => [topic, delayMs]));
  const lanes = new WeakMap<OwnedPartition, Lane>();

  return function forwardDue(records: readonly ReceivedRecord[], owner: OwnedPartition): void {
    let lane = lanes.get(owner);
    const delayMs = delays.get(owner.topic) ?? 0;
    if (!lane) {
      lane = new Lane(owner, delayMs, deps);
      lanes.set(owner, lane);
    }
    const now = lane.timeAt(records);
    // The append time is the broker's. Should its clock, the database's and ours differ, the claim still refuses what is
    // early by the database's clock.
    const notDue = records.findIndex(({ timestamp }) => timestamp + delayMs > now);
    lane.forward(notDue < 0 ? records : records.slice(0, notDue));
    const waiting = records[notDue];
    if (waiting) {
      const waitMs = Math.ceil(waiting.timestamp + delayMs - now);
      owner.rereadFrom(waiting.offset, Math.min(waitMs, delayMs));
    }
  };
}

/** An error that will be the same at every try, such as a record that is too large. */
function isRefused(error: unknown): boolean {
  return error instanceof HoplineError && !error.retryable;
}

/** Forwards the due records of one partition, a batch after the other, so that none overtakes one before it. */
class Lane {
  readonly #owner: OwnedPartition;
  readonly #delayMs: number;
  readonly #deps: RungForwarderDeps;
  readonly #isLong: boolean;
  #waiting: ReceivedRecord[] = [];
  #running = false;
  #failures = 0;
  /** From the monotonic clock to the broker's, at the least. */
  #aheadMs = Number.NEGATIVE_INFINITY;

  constructor(owner: OwnedPartition, delayMs: number, deps: RungForwarderDeps) {
    this.#owner = owner;
    this.#delayMs = delayMs;
    this.#deps = deps;
    this.#isLong = delayMs > deps.sameTraceMs;
  }

  /**
   * What the broker's clock shows, at the least: what ours does, or, should that have been set back, the newest append
   * time among the records that were seen, and what has passed since.
   */
  timeAt(records: readonly ReceivedRecord[]): number {
    const monotonic = performance.now();
    for (const { timestamp } of records) this.#aheadMs = Math.max(this.#aheadMs, timestamp - monotonic);
    return Math.max(Date.now(), monotonic + this.#aheadMs);
  }

  forward(records: readonly ReceivedRecord[]): void {
    this.#waiting.push(...records);
    if (this.#running || this.#waiting.length === 0) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#publish(batch);
        this.#finish(batch);
        this.#failures = 0;
      } catch (error) {
        if (isRefused(error)) await this.#forwardEach(batch);
        else this.#sendBack(batch, error);
      }
    }
    this.#running = false;
  }

  /** Kafka refuses one of them for good. It is a hint, and a lost hint loses nothing; the others must not wait for it. */
  async #forwardEach(batch: readonly ReceivedRecord[]): Promise<void> {
    const answers = await Promise.allSettled(batch.map((record) => this.#publish([record])));
    const problems = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    const passing = problems.find((problem) => !isRefused(problem));
    if (passing) return this.#sendBack(batch, passing);
    const { topic, partition } = this.#owner;
    const problem = describeError(problems[0]);
    const trace_id = traceIdOf(extractTrace(batch[0]?.headers ?? {}));
    const fields = { topic, partition, records: problems.length, problem, trace_id };
    this.#deps.log.warn(fields, 'wake_up.refused');
    this.#finish(batch);
  }

  #finish(batch: readonly ReceivedRecord[]): void {
    const dueSince = this.timeAt([]) - this.#delayMs;
    for (const { offset, timestamp } of batch) {
      this.#deps.lateness.observe(Math.max(dueSince - timestamp, 0) / 1000);
      this.#owner.done(offset);
    }
  }

  /** What was published already is published again then; the claim folds it. */
  #sendBack(batch: readonly ReceivedRecord[], error: unknown): void {
    this.#failures += 1;
    const retry_ms = backoffDelay(BACKOFF, this.#failures);
    const { topic, partition } = this.#owner;
    const fields = { topic, partition, records: batch.length, retry_ms, problem: describeError(error) };
    // The trace of the first of them.
    const trace_id = traceIdOf(extractTrace(batch[0]?.headers ?? {}));
    this.#deps.log.warn({ ...fields, trace_id }, 'rung.not_forwarded');
    // What was handed over after the batch lies behind it and is read again with it.
    this.#waiting = [];
    const [first] = batch;
    if (first) this.#owner.rereadFrom(first.offset, retry_ms);
  }

  async #publish(records: readonly ReceivedRecord[]): Promise<void> {
    const { group } = this.#deps;
    const traces = records.map((record) => traceForwarding(record, { isLong: this.#isLong, group }));
    try {
      await this.#deps.publisher.publishAll(records.map((record, i) => this.#forwarded(record, traces[i])));
      for (const trace of traces) trace.end();
    } catch (error) {
      for (const trace of traces) trace.end(error);
      throw error;
    }
  }

  #forwarded({ key, value, headers }: ReceivedRecord, trace?: Forwarding): OutgoingRecord {
    const topic = this.#deps.names.deliveries;
    const text = key?.toString('utf8') ?? '';
    return {
      topic,
      partition: partitionFor(text, this.#deps.publisher.partitionsOf(topic)),
      key: text,
      value,
      headers,
      ...(trace ? { parent: trace.parent } : {}),
    };
  }
}
