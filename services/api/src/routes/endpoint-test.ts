import { findEndpoint } from '@hopline/postgres/endpoints/find-endpoint';
import type { Pool } from '@hopline/postgres/pool';
import { TEST_EVENT_TYPE } from '@hopline/wire/event';
import { organizationOf } from '../auth/authenticate.ts';
import { fromDatabase } from '../http/from-database.ts';
import { elapsedMs, recordedTraceId } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { testEndpointOperation } from '../openapi/endpoint-secrets.ts';
import { limitRate } from '../rate-limit/limit-rate.ts';
import { EndpointNotFoundError } from '../resource-errors.ts';
import { admissionOf, type IngestRouteDeps } from './admission.ts';
import { IdParams } from './id-params.ts';

export interface EndpointTestRouteDeps
  extends Pick<IngestRouteDeps, 'intake' | 'acceptTimeoutMs' | 'limiter' | 'metrics'> {
  readonly pool: Pool;
}

/**
 * A test event goes the way of every other one, Kafka and all, so that it shows what an event would meet. Persist gives it
 * to the endpoint that its ordering key names. Stands behind requireApiKey.
 */
export function endpointTestRoute(app: TypedApp, deps: EndpointTestRouteDeps): void {
  const { pool, intake, limiter, metrics } = deps;
  app.post(
    '/api/endpoints/:id/test',
    {
      schema: { params: IdParams, ...testEndpointOperation },
      onRequest: limitRate(limiter),
      config: { noun: 'event', scope: 'manage' },
    },
    async (request, reply) => {
      const { id } = request.params;
      const endpoint = await fromDatabase(findEndpoint(pool, organizationOf(request), id));
      if (!endpoint) throw new EndpointNotFoundError();
      const accepted = await intake.accept(
        {
          type: TEST_EVENT_TYPE,
          dedupId: null,
          orderingKey: id,
          payload: Buffer.from(JSON.stringify({ endpoint_id: id, message: 'A test of this endpoint.' })),
        },
        admissionOf(request, deps),
      );
      metrics.eventsIngested.inc();
      metrics.ingestionLatency.observe(elapsedMs(request) / 1000, recordedTraceId(request));
      reply.code(202).header('location', `/api/events/${accepted.id}`);
      return { id: accepted.id, status: 'accepted' };
    },
  );
}
