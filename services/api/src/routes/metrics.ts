import type { Scrape } from '@hopline/runtime/health-server';
import type { FastifyInstance } from 'fastify';
import { metricsOperation } from '../openapi/process.ts';

/** /metrics says what the process does, to Prometheus. Asks for no key, like the health checks beside it. */
export function metricsRoutes(app: FastifyInstance, scrape: () => Promise<Scrape>): void {
  app.get('/metrics', { schema: metricsOperation }, async (_request, reply) => {
    const { contentType, body } = await scrape();
    return reply.header('content-type', contentType).send(body);
  });
}
