// kafkajs 2.2.4 asks each broker again as soon as the last fetch has run out its time, and puts an empty batch for every
// partition through its queue of workers each time. A short time costs CPU for nothing while nothing comes in; but a
// partition that is resumed, or sent back, is read again only when the fetch under way is over. So the time is short
// while there is traffic or a partition is paused, and longer when neither is so: a broker answers a fetch of one byte
// or more as soon as there is a record.
import type { ConsumerGroup, KafkajsInternals } from './kafkajs-internals.ts';

/**
 * The longest wait of a fetch while nothing comes in. No longer: a heartbeat is sent between two fetches, so that this is
 * added to the time in which a rebalance is noticed, and a stop waits for the fetch under way.
 */
export const IDLE_WAIT_MS = 1000;
/** So long after the last record nothing is taken to come in. */
export const IDLE_AFTER_MS = 5000;

/** @param busyMs the wait while there is traffic */
export function fetchWait(
  busyMs: number,
  { quietMs, isPaused }: { readonly quietMs: number; readonly isPaused: boolean },
): number {
  return isPaused || quietMs < IDLE_AFTER_MS ? busyMs : Math.max(busyMs, IDLE_WAIT_MS);
}

interface Traffic {
  readonly busyMs: number;
  lastRecordsAt: number;
}

/** Makes every consumer of this process fetch more patiently while nothing comes in, and leaves empty batches out. */
export function overrideIdleFetch({ ConsumerGroup }: Pick<KafkajsInternals, 'ConsumerGroup'>): void {
  const known = new WeakMap<ConsumerGroup, Traffic>();
  const group = ConsumerGroup.prototype;
  const fetch = group.fetch;
  group.fetch = async function fetchPatiently(nodeId) {
    let traffic = known.get(this);
    if (!traffic) {
      traffic = { busyMs: this.maxWaitTime, lastRecordsAt: performance.now() };
      known.set(this, traffic);
    }
    this.maxWaitTime = fetchWait(traffic.busyMs, {
      quietMs: performance.now() - traffic.lastRecordsAt,
      isPaused: this.subscriptionState.paused().length > 0,
    });
    const batches = await fetch.call(this, nodeId);
    // One that holds control records alone is not empty: kafkajs moves on over them.
    const filled = batches.filter(({ rawMessages }) => rawMessages.length > 0);
    if (filled.length > 0) traffic.lastRecordsAt = performance.now();
    return filled;
  };
}
