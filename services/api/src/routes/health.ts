import type { Health } from '@hopline/runtime/health';
import type { FastifyInstance } from 'fastify';
import { healthzOperation, readyzOperation } from '../openapi/process.ts';

/** /healthz says that the process runs, /readyz that it can take events. */
export function healthRoutes(app: FastifyInstance, health: Pick<Health, 'report'>): void {
  app.get('/healthz', { schema: healthzOperation }, async () => ({ status: 'ok' }));

  app.get('/readyz', { schema: readyzOperation }, async (_request, reply) => {
    const report = await health.report();
    reply.code(report.status === 'ok' ? 200 : 503);
    return report;
  });
}
