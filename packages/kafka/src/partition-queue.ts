// The records of one partition that wait for their answer. Pure: no clock and no network of its own.
import type { Waiter } from './answer-group.ts';
import type { OutgoingRecord } from './port.ts';

/** A record on its way, and who waits for it. */
export interface Pending {
  readonly record: OutgoingRecord;
  /** What it takes in a batch, about. */
  readonly bytes: number;
  /** When its publisher gives up, on the monotonic clock. */
  readonly deadline: number;
  /** `no` as long as it is certain that no broker has it. */
  written: 'no' | 'unknown';
  /** It goes with at most this many others: a batch that it was in was refused, and one of them is at fault. */
  together: number;
  /** Why it was not acknowledged, the last time. */
  problem: Error | undefined;
  settled: boolean;
  readonly waiter: Waiter;
}

/** What a batch may hold. */
export interface BatchLimits {
  readonly records: number;
  readonly bytes: number;
}

/** Keeps the order of a partition: at most one batch of it is under way, and what failed goes back to the front. */
export class PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  #waiting: Pending[] = [];
  #inFlight: readonly Pending[] = [];
  /** Not to be sent before this time, after a failure. */
  notBefore = 0;
  /** How often in a row it failed. */
  failures = 0;

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0 && this.#inFlight.length === 0;
  }

  get isInFlight(): boolean {
    return this.#inFlight.length > 0;
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  add(pending: Pending): void {
    this.#waiting.push(pending);
  }

  /** Takes the next batch from the front, within the limits, but at least one record when `always` is set. */
  take(limits: BatchLimits, always: boolean): readonly Pending[] {
    let count = 0;
    let bytes = 0;
    let together = limits.records;
    for (const pending of this.#waiting) {
      together = Math.min(together, pending.together);
      bytes += pending.bytes;
      const first = always && count === 0;
      if (!first && (count >= together || bytes > limits.bytes)) break;
      count += 1;
    }
    this.#inFlight = this.#waiting.splice(0, count);
    return this.#inFlight;
  }

  /** The batch under way has its answer. */
  landed(): void {
    this.#inFlight = [];
  }

  /** The batch under way must be sent again, before all others; without those whose publisher has given up. */
  putBack(): void {
    const again = this.#inFlight.filter((pending) => !pending.settled);
    this.#inFlight = [];
    if (again.length > 0) this.#waiting = again.concat(this.#waiting);
  }

  /** Takes out what waits and whose deadline is not after `now`: it will never be sent. */
  takeExpired(now: number): Pending[] {
    const expired = this.#waiting.filter((pending) => pending.deadline <= now);
    if (expired.length > 0) this.#waiting = this.#waiting.filter((pending) => pending.deadline > now);
    return expired;
  }

  /** What is under way and whose deadline is not after `now`. */
  expiredInFlight(now: number): Pending[] {
    return this.#inFlight.filter((pending) => !pending.settled && pending.deadline <= now);
  }

  /** The earliest deadline of what is not settled. */
  nextDeadline(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const pending of this.#inFlight) if (!pending.settled) next = Math.min(next, pending.deadline);
    for (const pending of this.#waiting) next = Math.min(next, pending.deadline);
    return next;
  }
}
