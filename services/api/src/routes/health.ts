import { checkHealth, type HealthCheck } from '@hopline/runtime/health';
import type { FastifyInstance } from 'fastify';
import { healthzOperation, readyzOperation } from '../openapi/process.ts';

export interface HealthRouteDeps {
  /** What ingest needs: one of them unwell, and the process is not ready. */
  readonly needed: Readonly<Record<string, HealthCheck>>;
  /** What is reported besides. */
  readonly others: Readonly<Record<string, HealthCheck>>;
}

/** /healthz says that the process runs, /readyz that it can take events. */
export function healthRoutes(app: FastifyInstance, { needed, others }: HealthRouteDeps): void {
  app.get('/healthz', { schema: healthzOperation }, async () => ({ status: 'ok' }));

  app.get('/readyz', { schema: readyzOperation }, async (_request, reply) => {
    const [report, besides] = await Promise.all([checkHealth(needed), checkHealth(others)]);
    reply.code(report.status === 'ok' ? 200 : 503);
    return { status: report.status, checks: { ...report.checks, ...besides.checks } };
  });
}
