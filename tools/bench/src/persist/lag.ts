// From an event's hand-over to the publisher, so with its append, until its row can be seen: at a steady rate, whatever
// persist does. A looker-on reads the progress rows every few milliseconds, which become visible with the batch's other
// rows, so that each lag is up to one look too long, never too short.
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../statistics.ts';
import type { Tenancy } from './corpus.ts';
import { type EventSource, eventRecord } from './source.ts';
import type { Tables } from './tables.ts';

const TICK_MS = 2;
const LOOK_MS = 4;
const PATIENCE_MS = 30_000;

export interface Lag {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export async function measureLag(
  source: EventSource,
  tables: Tables,
  tenancies: readonly Tenancy[],
  pace: { perSecond: number; seconds: number },
): Promise<Lag> {
  const visible = new Visible(tables);
  const looking = visible.look();
  // It is asked at the end, and may fail long before.
  looking.catch(() => {});
  try {
    const lags = await Promise.all(await sendSteadily(source, tenancies, pace, visible));
    const sorted = Float64Array.from(lags).sort();
    return {
      p50Ms: quantile(sorted, 0.5),
      p95Ms: quantile(sorted, 0.95),
      p99Ms: quantile(sorted, 0.99),
    };
  } finally {
    visible.stop();
    await looking;
  }
}

async function sendSteadily(
  { publisher }: EventSource,
  tenancies: readonly Tenancy[],
  { perSecond, seconds }: { perSecond: number; seconds: number },
  visible: Visible,
): Promise<Promise<number>[]> {
  const total = perSecond * seconds;
  const lags: Promise<number>[] = [];
  const startedAt = performance.now();
  while (lags.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) * perSecond) / 1000));
    while (lags.length < due) {
      // Late by what the timer is late: it counts from when it should have gone out.
      const sentAt = startedAt + (lags.length * 1000) / perSecond;
      const record = eventRecord(tenancies[lags.length % tenancies.length] as Tenancy);
      const lag = publisher
        .publish(record)
        .then(({ partition, offset }) => visible.when(partition, offset))
        .then((seenAt) => seenAt - sentAt);
      // Who waits for all of them does so when the last one is sent; until then a failure must not end the process.
      lag.catch(() => {});
      lags.push(lag);
    }
    await sleep(TICK_MS);
  }
  return lags;
}

interface Expected {
  readonly offset: bigint;
  readonly seen: (at: number) => void;
}

/** Tells when an offset is below its partition's progress. */
class Visible {
  readonly #tables: Tables;
  readonly #next = new Map<number, { offset: bigint; at: number }>();
  readonly #expected = new Map<number, Expected[]>();
  #isStopped = false;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** @throws {Error} when it is not seen within 30 s */
  when(partition: number, offset: bigint): Promise<number> {
    const next = this.#next.get(partition);
    // It was seen before its acknowledgement came.
    if (next && offset < next.offset) return Promise.resolve(next.at);
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`the record ${partition}/${offset} was not stored in time`));
      const timer = setTimeout(late, PATIENCE_MS);
      const seen = (at: number) => {
        clearTimeout(timer);
        resolve(at);
      };
      const others = this.#expected.get(partition);
      if (others) others.push({ offset, seen });
      else this.#expected.set(partition, [{ offset, seen }]);
    });
  }

  stop(): void {
    this.#isStopped = true;
  }

  async look(): Promise<void> {
    while (!this.#isStopped) {
      const { rows } = await this.#tables.pool.query<{ partition: number; next_offset: bigint }>({
        name: 'look',
        text: 'select partition, next_offset from progress',
      });
      const at = performance.now();
      for (const { partition, next_offset: offset } of rows) {
        if (this.#next.get(partition)?.offset === offset) continue;
        this.#next.set(partition, { offset, at });
        const expected = this.#expected.get(partition) ?? [];
        for (const one of expected) if (one.offset < offset) one.seen(at);
        this.#expected.set(
          partition,
          expected.filter((one) => one.offset >= offset),
        );
      }
      await sleep(LOOK_MS);
    }
  }
}
