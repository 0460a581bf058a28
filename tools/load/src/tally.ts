// What a run keeps of its requests and of each of its events.
import { Histogram } from '@hopline/bench/load/histogram';
import { machineNow } from '@hopline/bench/load/stamp';
import type { Judged } from './answer.ts';

export class Tally {
  /** When each event was accepted, by `machineNow()`; NaN for those that were not. */
  readonly acceptedAt: Float64Array;
  /** Requests of which something was accepted: from the time when they should have been sent … */
  readonly latency = new Histogram();
  /** … and from when they were. */
  readonly fromSent = new Histogram();
  /** How late requests went out: a timer's fault, or there was no free connection. */
  readonly lateness = new Histogram();
  /** Events by the class of their refusal (answer.ts). */
  readonly errors = new Map<string, number>();
  requests = 0;
  sent = 0;
  accepted = 0;
  refused = 0;
  unknown = 0;

  constructor(events: number) {
    this.acceptedAt = new Float64Array(events).fill(Number.NaN);
  }

  wasSent(events: number, lateMs: number): void {
    this.requests += 1;
    this.sent += events;
    this.lateness.record(lateMs);
  }

  /** @param first the number of the first event of the request */
  wasJudged(judged: Judged, first: number, events: number, fromIntendedMs: number, fromSentMs: number): void {
    const before = this.accepted;
    const { accepted, outcomes } = judged;
    if (accepted === 'all') this.#accept(first, events);
    else if (accepted !== 'none') for (const i of accepted) this.#accept(first + i, 1);
    for (const outcome of outcomes) {
      this.errors.set(outcome.class, (this.errors.get(outcome.class) ?? 0) + outcome.events);
      if (outcome.unknown) this.unknown += outcome.events;
      else this.refused += outcome.events;
    }
    if (this.accepted === before) return;
    this.latency.record(fromIntendedMs);
    this.fromSent.record(fromSentMs);
  }

  #accept(first: number, events: number): void {
    this.acceptedAt.fill(machineNow(), first, first + events);
    this.accepted += events;
  }
}
