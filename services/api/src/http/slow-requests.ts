import { createLineLimit } from '@hopline/telemetry/line-limit';
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
  const limit = createLineLimit(LINES_A_SECOND, 1000, now);

  return {
    slowMs,
    note(request, status, durationMs) {
      const unwritten = limit.admit();
      if (!unwritten) return;
      log[durationMs >= slowMs * ERROR_FACTOR ? 'error' : 'warn'](
        {
          method: request.method,
          route: request.routeOptions.url,
          status,
          duration_ms: Math.round(durationMs),
          org_id: request.caller?.organizationId,
          trace_id: traceIdOfRequest(request),
          ...unwritten,
        },
        'request.slow',
      );
    },
  };
}
