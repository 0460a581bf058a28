import type { Logger } from '@hopline/telemetry/logger';
import type { IngestMetrics } from '@hopline/telemetry/metrics/ingest';
import type { FastifyRequest } from 'fastify';
import type { Admission, EventIntake } from '../events/accept-events.ts';
import type { CountRefusal } from '../http/count-refusals.ts';
import type { RateLimiter } from '../rate-limit/rate-limiter.ts';

/** What the routes that take events need. */
export interface IngestRouteDeps {
  readonly intake: EventIntake;
  readonly limiter: RateLimiter;
  /** The longest time from admission to the answer, in milliseconds. */
  readonly acceptTimeoutMs: number;
  readonly log: Logger;
  /** Told of what is refused within an answer of 202. */
  readonly countRefusal: CountRefusal;
  readonly metrics: Pick<IngestMetrics, 'eventsIngested' | 'ingestionLatency'>;
}

/** On whose behalf, until when and in which trace the events of a request behind requireApiKey are taken. */
export function admissionOf(
  request: FastifyRequest,
  deps: Pick<IngestRouteDeps, 'acceptTimeoutMs'>,
): Admission {
  if (!request.caller) throw new TypeError('this route has no requireApiKey in front of it');
  const { organizationId, partitionSpread } = request.caller;
  return {
    organizationId,
    partitionSpread,
    timeLeftMs: deps.acceptTimeoutMs - request.admissionMs,
    parent: request.span,
  };
}
