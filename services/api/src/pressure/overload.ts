import underPressure from '@fastify/under-pressure';
import { IngestOverloadedError } from '../errors.ts';
import type { TypedApp } from '../http/typed-app.ts';

/**
 * The mean over this time is looked at. A long turn of the event loop now and then, such as a collection or a neighbour
 * on the machine, is no overload: what came meanwhile would be refused just when there is time for it again.
 */
const SAMPLE_MS = 1000;

export interface OverloadLimits {
  /** Milliseconds. */
  readonly maxEventLoopDelay: number;
  readonly maxHeapUsedBytes: number;
  /** 0 for no limit. */
  readonly maxRssBytes: number;
}

/**
 * Answers the scope's requests 503, before all else, while the event loop is late or memory runs out. To be awaited
 * before the scope's other hooks are added.
 *
 * These are the last limits, not the ones that hold at thrice the load that a machine sustains. Most clients have one
 * request of a connection under way, and none more than limitPipelining lets it, so the number of connections bounds what
 * waits and for how long; to refuse some of it sooner would only take CPU time from those who are accepted, since a
 * refusal costs half of what an event costs. With a low limit on the delay the process would refuse all for one sample
 * and take all in the next.
 */
export async function shedOnOverload(scope: TypedApp, limits: OverloadLimits): Promise<void> {
  const isLate = new IngestOverloadedError('the event loop is late');
  const isFull = new IngestOverloadedError('memory runs out');
  await scope.register(underPressure, {
    ...limits,
    sampleInterval: SAMPLE_MS,
    pressureHandler: (_request, _reply, type, value) => {
      // Not one sample in all this time: it was blocked, and now it is not.
      if (value === Number.POSITIVE_INFINITY) return;
      return Promise.reject(type === underPressure.TYPE_EVENT_LOOP_DELAY ? isLate : isFull);
    },
  });
}
