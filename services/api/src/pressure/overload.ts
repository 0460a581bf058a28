import { monitorEventLoopDelay } from 'node:perf_hooks';
import { IngestOverloadedError } from '../errors.ts';
import type { TypedApp } from '../http/typed-app.ts';

/**
 * The mean over this time is looked at, and the event loop is late when it was twice in a row. A long turn of it now and
 * then, such as a collection or a neighbour on the machine, is no overload: what came meanwhile would be refused just when
 * there is time for it again. One mean alone does not tell them apart: a turn of seconds at its beginning is all that is in it.
 */
const SAMPLE_MS = 1000;
/** Between two looks at the event loop. Each wakes an idle process: every 10 ms they cost 7 ms of CPU a second. */
const RESOLUTION_MS = 50;

export interface OverloadLimits {
  /** Milliseconds. */
  readonly maxEventLoopDelay: number;
  readonly maxHeapUsedBytes: number;
  /** 0 for no limit. */
  readonly maxRssBytes: number;
}

/**
 * Answers the scope's requests 503, before all else, while the event loop is late or memory runs out. To be called
 * before the scope's other hooks are added.
 *
 * These are the last limits, not the ones that hold at thrice the load that a machine sustains. Most clients have one
 * request of a connection under way, and none more than limitPipelining lets it, so the number of connections bounds what
 * waits and for how long; to refuse some of it sooner would only take CPU time from those who are accepted, since a
 * refusal costs half of what an event costs. With a low limit on the delay the process would refuse all for one sample
 * and take all in the next.
 */
export function shedOnOverload(scope: TypedApp, limits: OverloadLimits): void {
  const isLate = new IngestOverloadedError('the event loop is late');
  const isFull = new IngestOverloadedError('memory runs out');
  let problem: IngestOverloadedError | undefined;
  let wasLate = false;
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  const timer = setInterval(() => {
    // Without one sample in all this time it was blocked, and now it is not: that is no number, and above no limit.
    const delayMs = delays.mean / 1e6 - RESOLUTION_MS;
    delays.reset();
    const isLateNow = delayMs > limits.maxEventLoopDelay;
    if (isLateNow && wasLate) problem = isLate;
    else problem = isShortOfMemory(limits) ? isFull : undefined;
    wasLate = isLateNow;
  }, SAMPLE_MS);
  timer.unref();
  scope.addHook('onClose', async () => {
    clearInterval(timer);
    delays.disable();
  });
  scope.addHook('onRequest', (_request, _reply, done) => done(problem));
}

function isShortOfMemory({ maxHeapUsedBytes, maxRssBytes }: OverloadLimits): boolean {
  const { heapUsed, rss } = process.memoryUsage();
  return heapUsed > maxHeapUsedBytes || (maxRssBytes > 0 && rss > maxRssBytes);
}
