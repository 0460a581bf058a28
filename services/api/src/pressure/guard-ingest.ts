// What keeps a process from taking more than it can carry, in the order in which a request meets it: the cheapest answer
// first. All of it comes before the body is read, and none of it makes a promise or a closure for a request that passes.
import { getHeapStatistics } from 'node:v8';
import type { Publisher } from '@hopline/kafka/port';
import type { ApiConfig } from '../config.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { refuseBacklogged } from './backlog-hook.ts';
import type { BacklogWatch } from './backlog-watch.ts';
import { refuseWhenFull } from './buffer-admission.ts';
import { limitLargeBodies } from './large-bodies.ts';
import { shedOnOverload } from './overload.ts';

export type PressureConfig = Pick<
  ApiConfig,
  'BUFFER_RECORDS' | 'BUFFER_BYTES' | 'MAX_EVENT_LOOP_DELAY' | 'MAX_HEAP_BYTES' | 'MAX_RSS_BYTES'
>;

/** Of V8's own limit: beyond it a process is about to end. */
const MAX_HEAP_SHARE = 0.9;
/** What large bodies may take of the buffer; small ones always find room beside them. */
const LARGE_SHARE = 0.75;

/** Before anyone has asked whose request it is. */
export function guardBeforeKey(
  scope: TypedApp,
  { config, publisher }: { config: PressureConfig; publisher: Pick<Publisher, 'load'> },
): void {
  shedOnOverload(scope, {
    maxEventLoopDelay: config.MAX_EVENT_LOOP_DELAY,
    maxHeapUsedBytes: config.MAX_HEAP_BYTES ?? MAX_HEAP_SHARE * getHeapStatistics().heap_size_limit,
    maxRssBytes: config.MAX_RSS_BYTES ?? 0,
  });
  const size = { records: config.BUFFER_RECORDS, bytes: config.BUFFER_BYTES };
  scope.addHook('onRequest', refuseWhenFull(publisher, size));
}

/**
 * Once it is known whose request it is. Who puts in too much is refused before it counts against the rate limit; a body
 * that waits for room, behind it.
 */
export function guardBehindKey(
  scope: TypedApp,
  deps: {
    config: PressureConfig;
    publisher: Pick<Publisher, 'load'>;
    backlog: Pick<BacklogWatch, 'refuses' | 'waitOf'>;
  },
): void {
  const { config, publisher, backlog } = deps;
  scope.addHook('onRequest', refuseBacklogged(backlog));
  // Behind the routes' own onRequest hooks: a body that the rate limit refuses takes no room from others.
  scope.addHook('preParsing', limitLargeBodies(publisher, config.BUFFER_BYTES * LARGE_SHARE));
}
