// What became of the accepted events: two ledgers, the run's and its receiver's, side by side.
import { Histogram } from '@hopline/bench/load/histogram';

/** What the receiver knows of each event, by its number. Times are of `machineNow()`. */
export interface Arrivals {
  /** Of its first webhook; NaN when there was none. */
  readonly arrivedAt: Float64Array;
  readonly posts: Uint16Array;
}

export interface Delivery {
  /** Accepted events that came. */
  readonly delivered: number;
  /** Accepted events that did not come. */
  readonly lost: number;
  /** Webhooks beyond the first of an event. */
  readonly doubled: number;
  /** Events that came although their request had no answer, or one that left it open. */
  readonly unconfirmed: number;
  /** Webhooks a second, from the first to the last one; 0 for less than two. */
  readonly perSecond: number;
  /** From the answer 202 to the webhook. A webhook may be quicker than the answer: that is 0. */
  readonly latency: Histogram;
}

/** @param acceptedAt of each event, by its number; NaN for those that were not accepted */
export function judgeDelivery(acceptedAt: Float64Array, { arrivedAt, posts }: Arrivals): Delivery {
  const latency = new Histogram();
  const counts = { delivered: 0, lost: 0, doubled: 0, unconfirmed: 0 };
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const [number, accepted] of acceptedAt.entries()) {
    const arrived = arrivedAt[number] ?? Number.NaN;
    counts.doubled += Math.max(0, (posts[number] ?? 0) - 1);
    if (Number.isNaN(arrived)) {
      if (!Number.isNaN(accepted)) counts.lost += 1;
      continue;
    }
    first = Math.min(first, arrived);
    last = Math.max(last, arrived);
    if (Number.isNaN(accepted)) {
      counts.unconfirmed += 1;
      continue;
    }
    counts.delivered += 1;
    latency.record(Math.max(0, arrived - accepted));
  }
  const arrivals = counts.delivered + counts.unconfirmed;
  return { ...counts, perSecond: last > first ? ((arrivals - 1) * 1000) / (last - first) : 0, latency };
}
