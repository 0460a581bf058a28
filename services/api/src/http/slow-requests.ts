import type { Logger } from '@hopline/telemetry/logger';
import type { FastifyRequest } from 'fastify';
import { traceIdOfRequest } from './observe.ts';

/** Told of a request that took `slowMs` or longer, when its answer is about to go out. */
export interface SlowRequests {
  readonly slowMs: number;
  note(request: FastifyRequest, status: number, durationMs: number): void;
}

/** So many times the limit, and the line is an error. */
const ERROR_FACTOR = 10;
/** When everything is slow, more lines a second than this would only make it slower. */
const LINES_A_SECOND = 20;

/** Writes a line about each slow request: a warning, or an error from ten times the limit on. */
export function createSlowRequestLog(
  log: Pick<Logger, 'warn' | 'error'>,
  slowMs: number,
  now: () => number = () => performance.now(),
): SlowRequests {
  let second = 0;
  let lines = 0;
  let unwritten = 0;

  return {
    slowMs,
    note(request, status, durationMs) {
      const thisSecond = Math.floor(now() / 1000);
      if (thisSecond !== second) {
        second = thisSecond;
        lines = 0;
      }
      lines += 1;
      if (lines > LINES_A_SECOND) {
        unwritten += 1;
        return;
      }
      log[durationMs >= slowMs * ERROR_FACTOR ? 'error' : 'warn'](
        {
          method: request.method,
          route: request.routeOptions.url,
          status,
          duration_ms: Math.round(durationMs),
          org_id: request.caller?.organizationId,
          trace_id: traceIdOfRequest(request),
          // As many slow requests before this one have no line.
          ...(unwritten === 0 ? {} : { unwritten }),
        },
        'request.slow',
      );
      unwritten = 0;
    },
  };
}
