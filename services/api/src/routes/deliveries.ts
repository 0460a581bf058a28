import { cancelDelivery } from '@hopline/postgres/deliveries/cancel-delivery';
import { retryDelivery } from '@hopline/postgres/deliveries/retry-delivery';
import { findDelivery } from '@hopline/postgres/delivery-log/find-delivery';
import { readAttempts } from '@hopline/postgres/delivery-log/read-attempts';
import { searchLog } from '@hopline/postgres/delivery-log/search-log';
import type { Pool } from '@hopline/postgres/pool';
import type { Counter } from '@hopline/telemetry/metrics';
import { contextOf } from '@hopline/telemetry/tracing';
import { organizationOf } from '../auth/authenticate.ts';
import { OrganizationQuery } from '../auth/on-behalf.ts';
import { printLogCursor } from '../deliveries/log-cursor.ts';
import { LogRequestQuery, readLogQuery } from '../deliveries/log-request.ts';
import { ATTEMPTS_IN_PAGE, ATTEMPTS_OF_ONE, printDelivery } from '../deliveries/print-delivery.ts';
import type { WakeEndpoint } from '../endpoints/wake-endpoint.ts';
import { fromDatabase } from '../http/from-database.ts';
import type { TypedApp } from '../http/typed-app.ts';
import {
  cancelDeliveryOperation,
  getDeliveryOperation,
  listDeliveriesOperation,
  retryDeliveryOperation,
} from '../openapi/deliveries.ts';
import {
  DeliveryEndpointDisabledError,
  DeliveryEndpointGoneError,
  DeliveryNotFoundError,
  DeliverySendingError,
  DeliverySucceededError,
} from '../resource-errors.ts';
import { IdParams } from './id-params.ts';

/**
 * The log of an organization's deliveries. Stands behind requireApiKey.
 * @param pool may lead to a replica: an answer may be a little behind
 */
export function deliveryLogRoute(app: TypedApp, { pool }: { readonly pool: Pool }): void {
  app.get(
    '/api/deliveries',
    { schema: { querystring: LogRequestQuery, ...listDeliveriesOperation }, config: { scope: 'read' } },
    async (request) => {
      const query = readLogQuery(organizationOf(request), request.query);
      const { deliveries, next, complete } = await fromDatabase(searchLog(pool, query));
      const attempts = await fromDatabase(readAttempts(pool, deliveries, ATTEMPTS_IN_PAGE));
      return {
        deliveries: deliveries.map((delivery) => printDelivery(delivery, attempts.get(delivery.id))),
        next_cursor: next ? printLogCursor(next) : null,
        complete,
      };
    },
  );
}

export interface DeliveryRouteDeps {
  readonly pool: Pool;
  readonly wakeEndpoint: WakeEndpoint;
  /** Told of each delivery that is cancelled by hand. */
  readonly cancelled: Pick<Counter, 'inc'>;
}

/** One delivery, and one more try for it. Stands behind requireApiKey. */
export function deliveryRoutes(
  app: TypedApp,
  { pool, wakeEndpoint, cancelled: count }: DeliveryRouteDeps,
): void {
  const print = async (organizationId: string, id: string) => {
    const delivery = await fromDatabase(findDelivery(pool, organizationId, id));
    if (!delivery) throw new DeliveryNotFoundError();
    const attempts = await fromDatabase(readAttempts(pool, [delivery], ATTEMPTS_OF_ONE));
    return printDelivery(delivery, attempts.get(id));
  };

  app.get(
    '/api/deliveries/:id',
    {
      schema: { params: IdParams, querystring: OrganizationQuery, ...getDeliveryOperation },
      config: { scope: 'read' },
    },
    (request) => print(organizationOf(request), request.params.id),
  );

  app.post(
    '/api/deliveries/:id/retry',
    { schema: { params: IdParams, ...retryDeliveryOperation }, config: { scope: 'manage' } },
    async (request, reply) => {
      const organizationId = organizationOf(request);
      const { id } = request.params;
      const retried = await fromDatabase(retryDelivery(pool, organizationId, id));
      if (retried.kind === 'unknown') throw new DeliveryNotFoundError();
      if (retried.kind === 'endpoint_gone') throw new DeliveryEndpointGoneError();
      if (retried.kind === 'endpoint_disabled') throw new DeliveryEndpointDisabledError();
      if (retried.kind === 'sending') throw new DeliverySendingError();
      // After the commit: a wake-up with a version that is not in Postgres yet would be dropped as stale. A crash before this
      // line, or Kafka away, leaves a row that is due, which the sweeper finds: a minute or so later.
      const { endpointId, day, version } = retried;
      wakeEndpoint({
        ...{ endpointId, organizationId, delivery: { id, day, version } },
        parent: contextOf(request.span),
      });
      reply.code(202);
      return { id, status: 'pending' };
    },
  );

  app.post(
    '/api/deliveries/:id/cancel',
    { schema: { params: IdParams, ...cancelDeliveryOperation }, config: { scope: 'manage' } },
    async (request) => {
      const organizationId = organizationOf(request);
      const { id } = request.params;
      const cancelled = await fromDatabase(cancelDelivery(pool, organizationId, id));
      if (cancelled.kind === 'unknown') throw new DeliveryNotFoundError();
      if (cancelled.kind === 'sending') throw new DeliverySendingError();
      if (cancelled.kind === 'succeeded') throw new DeliverySucceededError();
      if (cancelled.isNew) count.inc();
      // After the commit. Of the endpoint, as the delivery itself is over: whoever waited behind it has its turn.
      const { endpointId, inOrder } = cancelled;
      if (inOrder) wakeEndpoint({ endpointId, organizationId, parent: contextOf(request.span) });
      return { id, status: 'cancelled' };
    },
  );
}
