// kafkajs 2.2.4 keeps a timer of about 1 ms running for each connection, also an idle one, and sets it to a negative
// time, which Node 24 warns about (https://github.com/tulios/kafkajs/issues/1751). A check is needed only while a
// request waits or the broker throttles us: a request that ends checks for waiting ones by itself.
import type { KafkajsInternals } from './kafkajs-internals.ts';

/** Stops the idle timer, for every connection of this process. */
export function overrideIdleTimer({ RequestQueue }: Pick<KafkajsInternals, 'RequestQueue'>): void {
  const queue = RequestQueue.prototype;
  const schedule = queue.scheduleCheckPendingRequests;
  queue.scheduleCheckPendingRequests = function scheduleWhenNeeded() {
    if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
    schedule.call(this);
  };
}
