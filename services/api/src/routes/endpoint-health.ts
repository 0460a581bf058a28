import { findEndpoint } from '@hopline/postgres/endpoints/find-endpoint';
import { measureEndpoint } from '@hopline/postgres/endpoints/measure-endpoint';
import { readEndpointWork } from '@hopline/postgres/endpoints/read-endpoint-work';
import type { Pool } from '@hopline/postgres/pool';
import { organizationOf } from '../auth/authenticate.ts';
import { OrganizationQuery } from '../auth/on-behalf.ts';
import { printHealth } from '../endpoints/print-health.ts';
import { fromDatabase } from '../http/from-database.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { getEndpointHealthOperation } from '../openapi/endpoint-health.ts';
import { EndpointNotFoundError } from '../resource-errors.ts';
import { IdParams } from './id-params.ts';

/**
 * How an endpoint is doing. Stands behind requireApiKey.
 * @param deps.pool may lead to a replica: an answer may be a little behind
 */
export function endpointHealthRoute(app: TypedApp, { pool }: { readonly pool: Pool }): void {
  app.get(
    '/api/endpoints/:id/health',
    {
      schema: { params: IdParams, querystring: OrganizationQuery, ...getEndpointHealthOperation },
      config: { scope: 'read' },
    },
    async (request) => {
      const organizationId = organizationOf(request);
      const { id: endpointId } = request.params;
      const endpoint = await fromDatabase(findEndpoint(pool, organizationId, endpointId));
      if (!endpoint) throw new EndpointNotFoundError();
      const work = await fromDatabase(readEndpointWork(pool, endpointId));
      const measured = await fromDatabase(
        measureEndpoint(pool, { organizationId, endpointId }, work.nowMicros),
      );
      return printHealth(endpoint, work, measured);
    },
  );
}
