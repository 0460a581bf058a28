import { createEndpoint } from '@hopline/postgres/endpoints/create-endpoint';
import { deleteEndpoint } from '@hopline/postgres/endpoints/delete-endpoint';
import { findEndpoint } from '@hopline/postgres/endpoints/find-endpoint';
import { listEndpoints } from '@hopline/postgres/endpoints/list-endpoints';
import { updateEndpoint } from '@hopline/postgres/endpoints/update-endpoint';
import type { Pool } from '@hopline/postgres/pool';
import { contextOf } from '@hopline/telemetry/tracing';
import type { Ladder } from '@hopline/wire/ladder';
import { MAX_ENDPOINTS } from '@hopline/wire/limits';
import { keyHash } from '@hopline/wire/partitioner';
import { checkSchedule } from '@hopline/wire/retry-schedule';
import type { SecretBox } from '@hopline/wire/secret-box';
import { uuidV7 } from '@hopline/wire/uuid';
import { checkWebhookUrl } from '@hopline/wire/webhook-url';
import { organizationOf } from '../auth/authenticate.ts';
import { OrganizationQuery } from '../auth/on-behalf.ts';
import { CreateEndpointRequest, UpdateEndpointRequest } from '../endpoints/endpoint-request.ts';
import { shownSecret, takeSecret } from '../endpoints/endpoint-secret.ts';
import { readOrder, skipAfterOf } from '../endpoints/order-request.ts';
import { readFilters } from '../endpoints/payload-filters.ts';
import { printEndpoint } from '../endpoints/print-endpoint.ts';
import { sealHeaders } from '../endpoints/seal-headers.ts';
import type { WakeEndpoint } from '../endpoints/wake-endpoint.ts';
import { fromDatabase, storingSealed } from '../http/from-database.ts';
import type { TypedApp } from '../http/typed-app.ts';
import {
  createEndpointOperation,
  deleteEndpointOperation,
  getEndpointOperation,
  listEndpointsOperation,
  updateEndpointOperation,
} from '../openapi/endpoints.ts';
import {
  EndpointLimitError,
  EndpointNotFoundError,
  EndpointNotOrderedError,
  EndpointOrderSpreadError,
  EndpointScheduleRefusedError,
  EndpointUrlRefusedError,
} from '../resource-errors.ts';
import { IdParams } from './id-params.ts';

export interface EndpointRouteDeps {
  readonly pool: Pool;
  readonly wakeEndpoint: WakeEndpoint;
  readonly allowPrivateWebhooks: boolean;
  readonly ladder: Ladder;
  /** Seals what must not be read in Postgres. */
  readonly box: SecretBox;
}

/** Where an organization's events go. Stands behind requireApiKey; what belongs to another organization is not there. */
export function endpointRoutes(app: TypedApp, deps: EndpointRouteDeps): void {
  const { pool, wakeEndpoint, allowPrivateWebhooks, ladder, box } = deps;

  function checkUrl(url: string): void {
    const problem = checkWebhookUrl(url, { allowPrivate: allowPrivateWebhooks });
    if (problem !== undefined) throw new EndpointUrlRefusedError(problem);
  }

  function checkRetries(names: readonly string[] | null): void {
    const problem = names ? checkSchedule(ladder, names) : undefined;
    if (problem !== undefined) throw new EndpointScheduleRefusedError(problem);
  }

  app.post(
    '/api/endpoints',
    { schema: { body: CreateEndpointRequest, ...createEndpointOperation }, config: { scope: 'manage' } },
    async (request, reply) => {
      const { url, event_types: eventTypes = ['*'], description = '', paused = false } = request.body;
      const { retry_schedule: retrySchedule = null, rate_limit: rateLimit = null } = request.body;
      const { headers = [], filters = [], send_traceparent: sendTraceparent = false } = request.body;
      checkUrl(url);
      checkRetries(retrySchedule);
      const order = readOrder(request.body);
      const id = uuidV7();
      const secret = takeSecret(request.body, 'v1');
      const organizationId = organizationOf(request);
      const endpoint = await storingSealed(
        createEndpoint(
          pool,
          {
            id,
            organizationId,
            url,
            description,
            eventTypes,
            paused,
            retrySchedule,
            rateLimit,
            secret: box.seal(secret.text, 'secret', id),
            signatureVersion: secret.version,
            publicKey: secret.publicKey,
            ...sealHeaders(box, headers, id),
            filters: readFilters(filters),
            sendTraceparent,
            ...order,
            keyHash: keyHash(id),
          },
          MAX_ENDPOINTS,
          box.current.id,
        ),
      );
      if (endpoint === 'limit') throw new EndpointLimitError(MAX_ENDPOINTS);
      if (endpoint === 'spread') throw new EndpointOrderSpreadError();
      reply.code(201).header('location', `/api/endpoints/${id}`).header('cache-control', 'no-store');
      // The only time that the secret is seen.
      return { ...printEndpoint(endpoint), secret: shownSecret(secret) };
    },
  );

  app.get(
    '/api/endpoints',
    { schema: { querystring: OrganizationQuery, ...listEndpointsOperation }, config: { scope: 'read' } },
    async (request) => {
      const endpoints = await fromDatabase(listEndpoints(pool, organizationOf(request)));
      return { endpoints: endpoints.map(printEndpoint) };
    },
  );

  app.get(
    '/api/endpoints/:id',
    {
      schema: { params: IdParams, querystring: OrganizationQuery, ...getEndpointOperation },
      config: { scope: 'read' },
    },
    async (request) => {
      const endpoint = await fromDatabase(findEndpoint(pool, organizationOf(request), request.params.id));
      if (!endpoint) throw new EndpointNotFoundError();
      return printEndpoint(endpoint);
    },
  );

  app.patch(
    '/api/endpoints/:id',
    {
      schema: { params: IdParams, body: UpdateEndpointRequest, ...updateEndpointOperation },
      config: { scope: 'manage' },
    },
    async (request) => {
      const { url, event_types: eventTypes, description, paused, disabled, headers, filters } = request.body;
      const { retry_schedule: retrySchedule, rate_limit: rateLimit } = request.body;
      const { send_traceparent: sendTraceparent, on_dead_head: onDeadHead } = request.body;
      const { id } = request.params;
      if (url !== undefined) checkUrl(url);
      if (retrySchedule !== undefined) checkRetries(retrySchedule);
      const changes = {
        ...(url === undefined ? {} : { url }),
        ...(eventTypes === undefined ? {} : { eventTypes }),
        ...(description === undefined ? {} : { description }),
        ...(paused === undefined ? {} : { paused }),
        ...(retrySchedule === undefined ? {} : { retrySchedule }),
        ...(rateLimit === undefined ? {} : { rateLimit }),
        ...(headers === undefined ? {} : sealHeaders(box, headers, id)),
        ...(filters === undefined ? {} : { filters: readFilters(filters) }),
        ...(sendTraceparent === undefined ? {} : { sendTraceparent }),
        ...(onDeadHead === undefined ? {} : { skipAfter: skipAfterOf(onDeadHead) }),
      };
      const organizationId = organizationOf(request);
      const updated = await storingSealed(
        updateEndpoint(pool, organizationId, id, changes, box.current.id, disabled === false),
      );
      if (!updated) throw new EndpointNotFoundError();
      if (updated === 'not_ordered') throw new EndpointNotOrderedError('on_dead_head');
      // After the commit: the owner must see it as it is now when it looks. Keys that were held may go on.
      if (updated.begunAnew || onDeadHead !== undefined) {
        wakeEndpoint({ endpointId: id, organizationId, parent: contextOf(request.span) });
      }
      return printEndpoint(updated.endpoint);
    },
  );

  app.delete(
    '/api/endpoints/:id',
    { schema: { params: IdParams, ...deleteEndpointOperation }, config: { scope: 'manage' } },
    async (request, reply) => {
      const organizationId = organizationOf(request);
      const { id } = request.params;
      const deleted = await fromDatabase(deleteEndpoint(pool, organizationId, id));
      if (!deleted) throw new EndpointNotFoundError();
      // After the commit: its owner then cancels what waits for it.
      wakeEndpoint({ endpointId: id, organizationId, parent: contextOf(request.span) });
      reply.code(204);
    },
  );
}
