import { findEvent } from '@hopline/postgres/events/find-event';
import { isEventExpired } from '@hopline/postgres/events/is-event-expired';
import { listEventDeliveries } from '@hopline/postgres/events/list-event-deliveries';
import type { Pool } from '@hopline/postgres/pool';
import type { Logger } from '@hopline/telemetry/logger';
import type { FastifyRequest } from 'fastify';
import { organizationOf } from '../auth/authenticate.ts';
import { OrganizationQuery } from '../auth/on-behalf.ts';
import { RequestMalformedError } from '../errors.ts';
import type { AcceptedEvent } from '../events/accept-events.ts';
import { printEvent } from '../events/print-event.ts';
import { readSingle, SINGLE_BODY, SINGLE_FORMATS, type SingleFormat } from '../events/single-request.ts';
import { fromDatabase } from '../http/from-database.ts';
import { elapsedMs, recordedTraceId, traceIdOfRequest } from '../http/observe.ts';
import { type RawBody, takeRawBodies } from '../http/read-body.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { getEventOperation, postEventOperation } from '../openapi/events.ts';
import { limitRate } from '../rate-limit/limit-rate.ts';
import { EventExpiredError, EventNotStoredError } from '../resource-errors.ts';
import { admissionOf, type IngestRouteDeps } from './admission.ts';
import { eventBatchRoutes } from './event-batches.ts';
import { IdParams } from './id-params.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** The producer. Stands behind requireApiKey. */
export function ingestRoutes(app: TypedApp, deps: IngestRouteDeps): void {
  postEvent(app, deps);
  eventBatchRoutes(app, deps);
}

/** What became of an event. Stands behind requireApiKey. */
export function eventRoutes(app: TypedApp, deps: { readonly pool: Pool }): void {
  getEvent(app, deps);
}

function postEvent(app: TypedApp, deps: IngestRouteDeps): void {
  const { intake, limiter, log } = deps;
  const { eventsIngested, ingestionLatency } = deps.metrics;

  app.register(async (scope: TypedApp) => {
    takeRawBodies(scope, SINGLE_FORMATS);
    scope.post<{ Body: RawBody<SingleFormat> | undefined }>(
      '/api/events',
      {
        schema: { requestBody: SINGLE_BODY, ...postEventOperation },
        onRequest: limitRate(limiter),
        config: { noun: 'event', scope: 'events:write' },
      },
      // Answers by reply.send and not by a promise of its own: every event comes this way.
      (request, reply) => {
        if (!request.body) throw new RequestMalformedError('the body is empty');
        const event = readSingle(request.body, request.raw);
        // The record has a copy of all that counts, and only that is counted while it waits for Kafka. So nothing may
        // hold the body meanwhile: not the request, nor a closure the payload, which is a part of the body's bytes.
        request.body = undefined;
        const { type } = event;
        const bytes = event.payload.length;
        intake
          .accept(event, admissionOf(request, deps))
          .then((accepted) => {
            eventsIngested.inc();
            ingestionLatency.observe(elapsedMs(request) / 1000, recordedTraceId(request));
            if (log.isLevelEnabled('debug')) logAccepted(log, request, { ...accepted, type, bytes });
            reply.code(202).header('content-type', JSON_TYPE);
            // No escaping: an id is a UUID.
            reply.send(`{"id":"${accepted.id}","status":"accepted"}`);
          })
          .catch((error: unknown) => reply.send(error));
      },
    );
  });
}

function logAccepted(
  log: Logger,
  request: FastifyRequest,
  event: AcceptedEvent & { readonly type: string; readonly bytes: number },
): void {
  log.debug(
    {
      org_id: organizationOf(request),
      event_id: event.id,
      type: event.type,
      bytes: event.bytes,
      partition: event.partition,
      offset: String(event.offset),
      duration_ms: Math.round(elapsedMs(request)),
      trace_id: traceIdOfRequest(request),
    },
    'event.accepted',
  );
}

function getEvent(app: TypedApp, { pool }: { readonly pool: Pool }): void {
  app.get(
    '/api/events/:id',
    {
      schema: { params: IdParams, querystring: OrganizationQuery, ...getEventOperation },
      config: { scope: 'read' },
    },
    async (request, reply) => {
      const { id } = request.params;
      const organizationId = organizationOf(request);
      const event = await fromDatabase(findEvent(pool, organizationId, id));
      if (!event) {
        const isExpired = await fromDatabase(isEventExpired(pool, organizationId, id));
        throw isExpired ? new EventExpiredError() : new EventNotStoredError();
      }
      const deliveries = await fromDatabase(listEventDeliveries(pool, event));
      reply.header('content-type', JSON_TYPE);
      // Other organizations' events stand between: whoever may only look at a portal does not see how many.
      return printEvent(event, deliveries, { withPlace: !request.isPortal });
    },
  );
}
