import { findEndpoint } from '@hopline/postgres/endpoints/find-endpoint';
import type { Pool } from '@hopline/postgres/pool';
import { TEST_EVENT_TYPE } from '@hopline/wire/event';
import { testEventId } from '@hopline/wire/ids';
import { organizationOf } from '../auth/authenticate.ts';
import { fromDatabase } from '../http/from-database.ts';
import { elapsedMs, recordedTraceId } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { testEndpointOperation } from '../openapi/endpoint-secrets.ts';
import type { RequestTurns } from '../pressure/bound-requests.ts';
import { limitRate } from '../rate-limit/limit-rate.ts';
import { EndpointNotFoundError } from '../resource-errors.ts';
import { admissionOf, type IngestRouteDeps } from './admission.ts';
import { IdParams } from './id-params.ts';

export interface EndpointTestRouteDeps
  extends Pick<IngestRouteDeps, 'intake' | 'acceptTimeoutMs' | 'limiter' | 'metrics'> {
  readonly pool: Pool;
  readonly turns: Pick<RequestTurns, 'run'>;
}

/**
 * A test event goes the way of every other one, Kafka and all, so that it shows what an event would meet. Persist gives it
 * to the endpoint that its ordering key names. Stands behind requireApiKey, and not behind boundRequests: while Kafka is
 * away, a few tests would keep every turn at Postgres until they are given up.
 */
export function endpointTestRoute(app: TypedApp, deps: EndpointTestRouteDeps): void {
  const { pool, turns, intake, limiter, metrics } = deps;
  app.post(
    '/api/endpoints/:id/test',
    {
      schema: { params: IdParams, ...testEndpointOperation },
      onRequest: limitRate(limiter),
      config: { noun: 'event', scope: 'manage' },
    },
    async (request, reply) => {
      const { id } = request.params;
      const organizationId = organizationOf(request);
      const endpoint = await turns.run(organizationId, () =>
        fromDatabase(findEndpoint(pool, organizationId, id)),
      );
      if (!endpoint) throw new EndpointNotFoundError();
      const accepted = await intake.accept(
        {
          type: TEST_EVENT_TYPE,
          dedupId: null,
          orderingKey: id,
          payload: Buffer.from(JSON.stringify({ endpoint_id: id, message: 'A test of this endpoint.' })),
        },
        admissionOf(request, deps),
        testEventId(),
      );
      metrics.eventsIngested.inc();
      metrics.ingestionLatency.observe(elapsedMs(request) / 1000, recordedTraceId(request));
      reply.code(202).header('location', `/api/events/${accepted.id}`);
      return { id: accepted.id, status: 'accepted' };
    },
  );
}
