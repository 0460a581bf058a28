// kafkajs 2.2.4 keeps timers running for each connection, also an idle one, which together are most of what an idle process
// does:
// - one of about 1 ms that looks for requests that wait, and is set to a negative time, which Node 24 warns about
//   (https://github.com/tulios/kafkajs/issues/1751). A check is needed only while a request waits or the broker throttles
//   us: a request that ends checks for waiting ones by itself;
// - one of 100 ms that looks for requests without an answer, whose time-outs are of seconds.
import type { KafkajsInternals } from './kafkajs-internals.ts';

/** How late a time-out may be noticed, as a share of it, and in milliseconds at most. */
const LATE = { share: 0.1, maxMs: 1000 };

/** Stops the one and slows the other, for every connection of this process. */
export function overrideTimers({ RequestQueue }: Pick<KafkajsInternals, 'RequestQueue'>): void {
  const queue = RequestQueue.prototype;
  const schedule = queue.scheduleCheckPendingRequests;
  queue.scheduleCheckPendingRequests = function scheduleWhenNeeded() {
    if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
    schedule.call(this);
  };
  queue.scheduleRequestTimeoutCheck = function scheduleSeldom() {
    if (!this.enforceRequestTimeout) return;
    this.destroy();
    const check = () => {
      const now = Date.now();
      for (const request of this.inflight.values()) {
        if (now - request.sentAt > request.requestTimeout) request.timeoutRequest();
      }
      if (!this.isConnected()) this.destroy();
    };
    this.requestTimeoutIntervalId = setInterval(
      check,
      Math.min(this.requestTimeout * LATE.share, LATE.maxMs),
    );
  };
}
