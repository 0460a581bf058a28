// The ladder: a wake-up waits in its rung's topic until it is due, then goes back to the deliveries topic, where the
// endpoint's owner takes it. Nothing waits here: a partition whose first record is not due is paused until it is, and
// read again by whoever owns it then.
import type { OutgoingRecord, OwnedPartition, Publisher, ReceivedRecord } from '@hopline/kafka/port';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError, HoplineError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import { extractTrace } from '@hopline/telemetry/trace-headers';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';

const BACKOFF = { initialMs: 200, maxMs: 10_000 };

export interface RungForwarderDeps {
  readonly names: TopicNames;
  readonly publisher: Pick<Publisher, 'publishAll' | 'partitionsOf'>;
  readonly log: Logger;
}

/** The handler of the rung worker's records. */
export function createRungForwarder(deps: RungForwarderDeps) {
  const delays = new Map(deps.names.rungs.map(({ topic, delayMs }) => [topic, delayMs]));
  const lanes = new WeakMap<OwnedPartition, Lane>();

  return function forwardDue(records: readonly ReceivedRecord[], owner: OwnedPartition): void {
    let lane = lanes.get(owner);
    if (!lane) {
      lane = new Lane(owner, deps);
      lanes.set(owner, lane);
    }
    const now = lane.timeAt(records);
    const delayMs = delays.get(owner.topic) ?? 0;
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
  readonly #deps: RungForwarderDeps;
  #waiting: ReceivedRecord[] = [];
  #running = false;
  #failures = 0;
  /** From the monotonic clock to the broker's, at the least. */
  #aheadMs = Number.NEGATIVE_INFINITY;

  constructor(owner: OwnedPartition, deps: RungForwarderDeps) {
    this.#owner = owner;
    this.#deps = deps;
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
        await this.#deps.publisher.publishAll(batch.map((record) => this.#forwarded(record)));
        for (const { offset } of batch) this.#owner.done(offset);
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
    const answers = await Promise.allSettled(
      batch.map((record) => this.#deps.publisher.publishAll([this.#forwarded(record)])),
    );
    const problems = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    const passing = problems.find((problem) => !isRefused(problem));
    if (passing) return this.#sendBack(batch, passing);
    const { topic, partition } = this.#owner;
    const problem = describeError(problems[0]);
    this.#deps.log.warn({ topic, partition, records: problems.length, problem }, 'wake_up.refused');
    for (const { offset } of batch) this.#owner.done(offset);
  }

  /** What was published already is published again then; the claim folds it. */
  #sendBack(batch: readonly ReceivedRecord[], error: unknown): void {
    this.#failures += 1;
    const retry_ms = backoffDelay(BACKOFF, this.#failures);
    const { topic, partition } = this.#owner;
    this.#deps.log.warn(
      { topic, partition, records: batch.length, retry_ms, problem: describeError(error) },
      'rung.not_forwarded',
    );
    // What was handed over after the batch lies behind it and is read again with it.
    this.#waiting = [];
    const [first] = batch;
    if (first) this.#owner.rereadFrom(first.offset, retry_ms);
  }

  #forwarded({ key, value, headers }: ReceivedRecord): OutgoingRecord {
    const topic = this.#deps.names.deliveries;
    const text = key?.toString('utf8') ?? '';
    return {
      topic,
      partition: partitionFor(text, this.#deps.publisher.partitionsOf(topic)),
      key: text,
      value,
      headers,
      parent: extractTrace(headers),
    };
  }
}
