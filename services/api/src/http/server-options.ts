import type { FastifyHttpOptions, RawServerDefault } from 'fastify';
import { answerClientError, answerFrameworkError, type Refusals } from './problem.ts';
import { BODY_LIMIT } from './read-body.ts';

/** The limits of the HTTP server: whatever a client does or does not send, it holds a socket for a bounded time. */
export function serverOptions(refusals: Refusals) {
  return {
    // Our own lines, one for each refusal; Fastify's two for each request would say less and cost more.
    logger: false,
    bodyLimit: BODY_LIMIT,
    // The whole request must have arrived after this time …
    requestTimeout: 10_000,
    // … its headers too; Node looks every second, and not every 30 seconds as it would by itself.
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1000 },
    // A socket on which nothing moves.
    connectionTimeout: 15_000,
    keepAliveTimeout: 10_000,
    // Long-lived connections would keep all their load on the instances that were there first.
    maxRequestsPerSocket: 10_000,
    // While it stops, a request that is already on its way is answered like any other; its connection is then closed.
    return503OnClosing: false,
    frameworkErrors: answerFrameworkError(refusals),
    clientErrorHandler: answerClientError(refusals.count),
  } satisfies FastifyHttpOptions<RawServerDefault>;
}
