// What becomes of counters that only grow: rates of the last seconds. Pure.
import { latencyQuantile } from '@hopline/postgres/live/latency-buckets';
import type { LiveRow } from '@hopline/postgres/live/read-live-counts';

export interface LiveFigures {
  /** Of how long they are, in seconds. */
  readonly seconds: number;
  readonly perSecond: {
    readonly accepted: number;
    readonly stored: number;
    readonly delivered: number;
    readonly failed: number;
  };
  /** From acceptance to delivery; undefined when nothing was delivered. */
  readonly deliveryMs: { readonly p50: number; readonly p95: number } | undefined;
}

interface Sample {
  readonly at: number;
  accepted: number;
  stored: number;
  delivered: number;
  failed: number;
  readonly latency: number[];
}

const WINDOW_MS = 10_000;
/** Every process has heard by then that somebody looks, and has written once. */
const KNOWN_AFTER_MS = 4000;

/** Of one organization, from the first reading on. */
export class LiveRates {
  #rows: ReadonlyMap<string, LiveRow> | undefined;
  /** The first one is where the window begins; what it holds lies before. */
  readonly #samples: Sample[] = [];

  /** @param atMs when the rows were read, by a monotonic clock */
  read(rows: readonly LiveRow[], atMs: number): void {
    const sample = { at: atMs, accepted: 0, stored: 0, delivered: 0, failed: 0, latency: [] };
    // What was counted before the first reading is of an unknown time.
    if (this.#rows) for (const row of rows) addIncrease(sample, row, this.#rows.get(row.instanceId));
    this.#rows = new Map(rows.map((row) => [row.instanceId, row]));
    this.#samples.push(sample);
    while ((this.#samples[1]?.at ?? Number.POSITIVE_INFINITY) <= atMs - WINDOW_MS) this.#samples.shift();
  }

  /** Undefined as long as it is not known yet. */
  figures(): LiveFigures | undefined {
    const [first, ...samples] = this.#samples;
    const last = samples.at(-1);
    if (!first || !last || last.at - first.at < KNOWN_AFTER_MS) return undefined;
    const seconds = (last.at - first.at) / 1000;
    const perSecond = (name: 'accepted' | 'stored' | 'delivered' | 'failed') =>
      samples.reduce((sum, sample) => sum + sample[name], 0) / seconds;
    const latency: number[] = [];
    for (const sample of samples) addBuckets(latency, sample.latency);
    const [p50, p95] = [latencyQuantile(latency, 0.5), latencyQuantile(latency, 0.95)];
    return {
      seconds,
      perSecond: {
        accepted: perSecond('accepted'),
        stored: perSecond('stored'),
        delivered: perSecond('delivered'),
        failed: perSecond('failed'),
      },
      deliveryMs: p50 === undefined || p95 === undefined ? undefined : { p50, p95 },
    };
  }
}

/** A row that is lower than before was deleted and made anew: all of it is new. So is that of a process that was not there. */
function addIncrease(sample: Sample, row: LiveRow, before: LiveRow | undefined): void {
  const since = before && isBehind(before, row) ? before : undefined;
  sample.accepted += row.accepted - (since?.accepted ?? 0);
  sample.stored += row.stored - (since?.stored ?? 0);
  sample.delivered += row.delivered - (since?.delivered ?? 0);
  sample.failed += row.failed - (since?.failed ?? 0);
  addBuckets(
    sample.latency,
    row.latency.map((count, i) => count - (since?.latency[i] ?? 0)),
  );
}

function isBehind(before: LiveRow, row: LiveRow): boolean {
  return (
    before.accepted <= row.accepted &&
    before.stored <= row.stored &&
    before.delivered <= row.delivered &&
    before.failed <= row.failed
  );
}

function addBuckets(sum: number[], buckets: readonly number[]): void {
  for (const [i, count] of buckets.entries()) sum[i] = (sum[i] ?? 0) + count;
}
