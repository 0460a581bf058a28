import { findEvent } from '@hopline/postgres/events/find-event';
import { listEventDeliveries } from '@hopline/postgres/events/list-event-deliveries';
import type { Pool } from '@hopline/postgres/pool';
import type { Logger } from '@hopline/telemetry/logger';
import type { IngestMetrics } from '@hopline/telemetry/metrics/ingest';
import { contextOf } from '@hopline/telemetry/tracing';
import { organizationOf } from '../auth/authenticate.ts';
import { EventNotStoredError, RequestMalformedError } from '../errors.ts';
import type { AcceptEvent } from '../events/accept-event.ts';
import { EventRequest, readEvent } from '../events/event-request.ts';
import { printEvent } from '../events/print-event.ts';
import { fromDatabase } from '../http/from-database.ts';
import { elapsedMs, recordedTraceId, traceIdOfRequest } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { getEventOperation, postEventOperation } from '../openapi/events.ts';
import { limitRate } from '../rate-limit/limit-rate.ts';
import type { RateLimiter } from '../rate-limit/rate-limiter.ts';
import { IdParams } from './id-params.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

export interface EventRouteDeps {
  readonly acceptEvent: AcceptEvent;
  /** The longest time from admission to the answer, in milliseconds. */
  readonly acceptTimeoutMs: number;
  readonly pool: Pool;
  readonly log: Logger;
  readonly limiter: RateLimiter;
  readonly metrics: Pick<IngestMetrics, 'eventsIngested' | 'ingestionLatency'>;
}

/** The producer, and what became of an event. Stands behind requireApiKey. */
export function eventRoutes(app: TypedApp, deps: EventRouteDeps): void {
  const { acceptEvent, acceptTimeoutMs, pool, log } = deps;
  const { eventsIngested, ingestionLatency } = deps.metrics;

  app.post(
    '/api/events',
    {
      schema: { body: EventRequest, ...postEventOperation },
      config: { noun: 'event' },
      onRequest: limitRate(deps.limiter),
    },
    async (request, reply) => {
      if (!request.document) throw new RequestMalformedError('the body is empty');
      const organizationId = organizationOf(request);
      const event = readEvent(request.body, request.document, idempotencyKeyOf(request.headers));
      const accepted = await acceptEvent(event, {
        organizationId,
        timeLeftMs: acceptTimeoutMs - request.admissionMs,
        parent: contextOf(request.span),
      });
      eventsIngested.inc();
      ingestionLatency.observe(elapsedMs(request) / 1000, recordedTraceId(request));
      if (log.isLevelEnabled('debug')) {
        log.debug(
          {
            org_id: organizationId,
            event_id: accepted.id,
            type: event.type,
            bytes: event.payload.length,
            partition: accepted.partition,
            offset: String(accepted.offset),
            duration_ms: Math.round(elapsedMs(request)),
            trace_id: traceIdOfRequest(request),
          },
          'event.accepted',
        );
      }
      reply.code(202).header('content-type', JSON_TYPE);
      // No escaping: an id is a UUID.
      return `{"id":"${accepted.id}","status":"accepted"}`;
    },
  );

  app.get(
    '/api/events/:id',
    { schema: { params: IdParams, ...getEventOperation } },
    async (request, reply) => {
      const event = await fromDatabase(findEvent(pool, organizationOf(request), request.params.id));
      if (!event) throw new EventNotStoredError();
      const deliveries = await fromDatabase(listEventDeliveries(pool, event));
      reply.header('content-type', JSON_TYPE);
      return printEvent(event, deliveries);
    },
  );
}

function idempotencyKeyOf(headers: NodeJS.Dict<string | string[]>): string | undefined {
  const value = headers['idempotency-key'];
  return typeof value === 'string' ? value : undefined;
}
