import { readBodies } from '@hopline/postgres/inbox/read-bodies';
import { searchInbox } from '@hopline/postgres/inbox/search-inbox';
import type { Pool } from '@hopline/postgres/pool';
import { organizationOf } from '../auth/authenticate.ts';
import { fromDatabase } from '../http/from-database.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { boundPayloads } from '../inbox/bound-payloads.ts';
import { printCursor } from '../inbox/cursor.ts';
import { InboxRequestQuery, readInboxQuery } from '../inbox/inbox-request.ts';
import { printPage, printPageWithPayloads } from '../inbox/print-inbox.ts';
import { listInboxOperation } from '../openapi/inbox.ts';

/**
 * An organization's events. Stands behind requireApiKey.
 * @param pool may lead to a replica: an answer may be a little behind
 */
export function inboxRoutes(app: TypedApp, { pool }: { readonly pool: Pool }): void {
  app.get(
    '/api/inbox',
    { schema: { querystring: InboxRequestQuery, ...listInboxOperation }, config: { scope: 'read' } },
    async (request, reply) => {
      const withPayloads = request.query.include === 'payload';
      const query = readInboxQuery(organizationOf(request), request.query);
      const found = await fromDatabase(searchInbox(pool, query));
      const { events, next, complete } = withPayloads ? boundPayloads(found) : found;
      const page = { events, nextCursor: next ? printCursor(next) : null, complete };
      if (!withPayloads) return printPage(page);
      const bodies = await fromDatabase(readBodies(pool, events));
      reply.header('content-type', 'application/json; charset=utf-8');
      return printPageWithPayloads(page, bodies);
    },
  );
}
