import type { InboxPosition } from '@hopline/postgres/inbox/inbox-query';
import { readEventHeads, readRecentEvents } from '@hopline/postgres/live/read-recent-events';
import type { Pool } from '@hopline/postgres/pool';
import type { Logger } from '@hopline/telemetry/logger';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { organizationOf } from '../auth/authenticate.ts';
import { OrganizationQuery, organizationMember } from '../auth/on-behalf.ts';
import { fromDatabase } from '../http/from-database.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { CURSOR_PATTERN, readCursor } from '../inbox/cursor.ts';
import { MAX_TYPES, readTypes, Types } from '../inbox/inbox-request.ts';
import { type LagWatch, printLag } from '../live/lag-watch.ts';
import type { LiveStats } from '../live/live-stats.ts';
import { printStats } from '../live/print-stats.ts';
import { serveStream } from '../live/serve-stream.ts';
import type { StillAllowed } from '../live/still-allowed.ts';
import { ADMINISTRATOR, type EventStreams } from '../live/streams.ts';
import { tailEvents } from '../live/tail-events.ts';
import { createTailReadings } from '../live/tail-readings.ts';
import {
  getStatsOperation,
  LAST_EVENT_ID,
  streamEventsOperation,
  streamLagOperation,
  streamStatsOperation,
} from '../openapi/live.ts';
import type { RequestTurns } from '../pressure/bound-requests.ts';

export interface LiveRouteDeps {
  readonly stats: LiveStats;
  readonly streams: EventStreams;
  readonly stillAllowed: StillAllowed;
}

const TailQuery = Type.Object(
  {
    ...organizationMember,
    type: Type.Optional(
      Type.Union([Types, Type.Array(Types, { minItems: 1, maxItems: MAX_TYPES })], {
        description: `types, as the inbox takes them; at most ${MAX_TYPES}`,
      }),
    ),
  },
  { additionalProperties: false },
);

const CURSOR = new RegExp(CURSOR_PATTERN);

// HEAD would open a stream that nobody reads.
const STREAM = { exposeHeadRoute: false } as const;

/** What is going on of an organization. Stands behind requireApiKey. */
export function statsRoutes(app: TypedApp, { stats, streams, stillAllowed }: LiveRouteDeps): void {
  app.get(
    '/api/stats',
    { schema: { querystring: OrganizationQuery, ...getStatsOperation }, config: { scope: 'read' } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return printStats(await fromDatabase(stats.ask(organizationOf(request))));
    },
  );
  app.get(
    '/api/stats/stream',
    {
      ...STREAM,
      schema: { querystring: OrganizationQuery, ...streamStatsOperation },
      config: { scope: 'read' },
    },
    (request, reply) => {
      const owner = organizationOf(request);
      return serveStream(request, reply, {
        ...{ streams, stillAllowed, owner },
        begin: (stream) =>
          stats.follow(owner, (figures) => {
            stream.send({ event: 'stats', id: String(figures.at.getTime()), data: printStats(figures) });
          }),
      });
    },
  );
}

/**
 * The newest events as they come in. Stands behind requireApiKey.
 * @param deps.pool may lead to a replica: events come a little later then
 */
export function eventStreamRoute(
  app: TypedApp,
  deps: Omit<LiveRouteDeps, 'stats'> & {
    readonly pool: Pool;
    readonly turns: RequestTurns;
    readonly log: Logger;
  },
): void {
  const { pool, turns, streams, stillAllowed, log } = deps;
  const inTurn = <T>(organizationId: string, task: () => Promise<T>) =>
    turns.run(organizationId, () => fromDatabase(task()));
  const readings = createTailReadings({
    read: (query) => inTurn(query.organizationId, () => readRecentEvents(pool, query)),
    readHeads: (organizationId, events) => inTurn(organizationId, () => readEventHeads(pool, events)),
    log,
  });
  app.get(
    '/api/events/stream',
    { ...STREAM, schema: { querystring: TailQuery, ...streamEventsOperation }, config: { scope: 'read' } },
    (request, reply) => {
      const organizationId = organizationOf(request);
      const { type } = request.query;
      const types = type === undefined ? undefined : readTypes([type].flat());
      return serveStream(request, reply, {
        ...{ streams, stillAllowed, owner: organizationId },
        begin: (stream) => tailEvents(stream, readings, { organizationId, types, after: lastOf(request) }),
      });
    },
  );
}

/** How far the hops are behind. Stands behind requireAdminToken. */
export function lagRoute(
  app: TypedApp,
  { lag, streams, stillAllowed }: Omit<LiveRouteDeps, 'stats'> & { readonly lag: LagWatch },
): void {
  app.get('/api/admin/lag/stream', { ...STREAM, schema: streamLagOperation }, (request, reply) =>
    serveStream(request, reply, {
      ...{ streams, stillAllowed, owner: ADMINISTRATOR },
      begin: (stream) =>
        lag.follow((reading) => {
          stream.send({ event: 'lag', id: String(reading.at.getTime()), data: printLag(reading) });
        }),
    }),
  );
}

/** Where a client that comes back goes on; what is no place of ours is as good as none. */
function lastOf({ headers }: FastifyRequest): InboxPosition | undefined {
  const given = headers[LAST_EVENT_ID];
  if (typeof given !== 'string' || !CURSOR.test(given)) return undefined;
  return readCursor(given);
}
