import { countByHour } from '@hopline/postgres/books/count-by-hour';
import type { Pool } from '@hopline/postgres/pool';
import Type from 'typebox';
import { organizationOf } from '../auth/authenticate.ts';
import { organizationMember } from '../auth/on-behalf.ts';
import { fromDatabase } from '../http/from-database.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { reconcileOperation } from '../openapi/reconcile.ts';
import { HOUR_PATTERN, hourRange, MAX_DAYS } from '../reconcile/hour-range.ts';
import { printBooks } from '../reconcile/print-books.ts';

const hour = (description: string, example: string) =>
  Type.Optional(Type.String({ pattern: HOUR_PATTERN, description, examples: [example] }));

const ReconcileQuery = Type.Object(
  {
    ...organizationMember,
    from: hour(
      `the first hour, ISO 8601 in UTC, at most ${MAX_DAYS} days before \`to\`; without it the day before \`to\``,
      '2026-03-01T00:00Z',
    ),
    to: hour(
      'the hour that does not belong to it any more; without it the one that is now is the last',
      '2026-03-02T00:00Z',
    ),
  },
  { additionalProperties: false },
);

/** What came of an organization's events, hour by hour. Stands behind requireApiKey. */
export function reconcileRoute(app: TypedApp, { pool }: { readonly pool: Pool }): void {
  app.get(
    '/api/reconcile',
    { schema: { querystring: ReconcileQuery, ...reconcileOperation }, config: { scope: 'read' } },
    async (request) => {
      const range = hourRange(request.query, Date.now());
      return printBooks(range, await fromDatabase(countByHour(pool, organizationOf(request), range)));
    },
  );
}
