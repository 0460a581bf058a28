import { findOrganization } from '@hopline/postgres/organizations/find-organization';
import type { Pool } from '@hopline/postgres/pool';
import { fromDatabase } from '../http/from-database.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { currentSessionOperation } from '../openapi/sessions.ts';
import { printSession } from './sessions.ts';

/**
 * Who asks, and what they may do. Stands behind requireApiKeyOrAdmin, and takes any key.
 * @param deps.traceUrl where traces are to be seen, with a place for the id
 */
export function currentSessionRoute(
  app: TypedApp,
  { pool, traceUrl = null }: { readonly pool: Pool; readonly traceUrl?: string | null | undefined },
): void {
  app.get('/api/sessions/current', { schema: currentSessionOperation }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { caller, isAdmin } = request;
    if (isAdmin || !caller)
      return {
        ...{ kind: 'admin', organization: null, scopes: [] },
        ...{ session: printSession(request), trace_url: traceUrl },
      };
    const { organizationId, scopes, tier } = caller;
    const found = await fromDatabase(findOrganization(pool, organizationId));
    return {
      kind: request.isPortal ? 'portal' : 'key',
      organization: { id: organizationId, name: found?.name ?? '', tier },
      scopes,
      session: printSession(request),
      // Traces are of whoever runs this, and show what no customer of an organization should see.
      trace_url: request.isPortal ? null : traceUrl,
    };
  });
}
