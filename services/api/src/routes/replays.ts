import { LOWEST_ID } from '@hopline/postgres/inbox/inbox-query';
import type { Pool } from '@hopline/postgres/pool';
import { changeReplay, type ReplayChange } from '@hopline/postgres/replays/change-replay';
import { countReplayed } from '@hopline/postgres/replays/count-replayed';
import { createReplay } from '@hopline/postgres/replays/create-replay';
import { findReplay, listReplays } from '@hopline/postgres/replays/find-replays';
import { previewReplay } from '@hopline/postgres/replays/preview-replay';
import { uuidV7 } from '@hopline/wire/uuid';
import type { FastifyReply } from 'fastify';
import { organizationOf } from '../auth/authenticate.ts';
import { OrganizationQuery } from '../auth/on-behalf.ts';
import { fromDatabase } from '../http/from-database.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { printCursor, readCursor } from '../inbox/cursor.ts';
import { LAST_MICROS } from '../inbox/inbox-request.ts';
import {
  changeReplayOperation,
  createReplayOperation,
  getReplayOperation,
  listReplaysOperation,
  replayEndpointOperation,
} from '../openapi/replays.ts';
import { onceAtATime } from '../replays/once-at-a-time.ts';
import { printDelivered, printPreview, printReplay } from '../replays/print-replay.ts';
import { CreateReplayRequest, ListReplaysQuery, readReplayRequest } from '../replays/replay-request.ts';
import {
  EndpointNotFoundError,
  ReplayEndedError,
  ReplayLimitError,
  ReplayNotFoundError,
} from '../resource-errors.ts';
import { IdParams } from './id-params.ts';

/** Jobs that are not over, of one organization. */
const MAX_OPEN = 20;
const DEFAULT_PAGE = 20;

/**
 * Replays: jobs that persist works off (services/persist/src/replay). A job is there as soon as it is committed, and needs
 * nobody to be told of it. Stands behind requireApiKey.
 * @param deps.readPool may lead to a replica: what a dry run says may be a little behind
 */
export function replayRoutes(
  app: TypedApp,
  { pool, readPool }: { readonly pool: Pool; readonly readPool: Pool },
): void {
  const preview = onceAtATime((asked: Parameters<typeof previewReplay>[1]) =>
    fromDatabase(previewReplay(readPool, asked)),
  );

  async function create(
    organizationId: string,
    endpointId: string | undefined,
    body: CreateReplayRequest,
    reply: FastifyReply,
  ): Promise<object> {
    const asked = readReplayRequest(body);
    if (body.dry_run) {
      const said = await preview({ organizationId, endpointId, ...asked });
      if (!said) throw new EndpointNotFoundError();
      return printPreview(said, { endpointId, ...asked });
    }
    const id = uuidV7();
    const created = await fromDatabase(
      createReplay(pool, { id, organizationId, endpointId, ...asked }, MAX_OPEN),
    );
    if (created === 'limit') throw new ReplayLimitError(MAX_OPEN);
    const replay = created === 'created' && (await fromDatabase(findReplay(pool, organizationId, id)));
    if (!replay) throw new EndpointNotFoundError();
    reply.code(202).header('location', `/api/replays/${id}`);
    return printReplay(replay);
  }

  app.post(
    '/api/endpoints/:id/replay',
    {
      schema: { params: IdParams, body: CreateReplayRequest, ...replayEndpointOperation },
      config: { scope: 'manage' },
      // All of its members may be left out, and so may the body.
      preValidation: (request, _reply, done) => {
        request.body ??= {};
        done();
      },
    },
    (request, reply) => create(organizationOf(request), request.params.id, request.body, reply),
  );

  app.post(
    '/api/replays',
    {
      schema: { body: CreateReplayRequest, ...createReplayOperation },
      config: { scope: 'manage' },
      preValidation: (request, _reply, done) => {
        request.body ??= {};
        done();
      },
    },
    (request, reply) => create(organizationOf(request), undefined, request.body, reply),
  );

  app.get(
    '/api/replays',
    { schema: { querystring: ListReplaysQuery, ...listReplaysOperation }, config: { scope: 'read' } },
    async (request) => {
      const { limit, cursor } = request.query;
      const before = cursor === undefined ? { micros: LAST_MICROS, id: LOWEST_ID } : readCursor(cursor);
      const size = limit === undefined ? DEFAULT_PAGE : Number(limit);
      const { replays, next } = await fromDatabase(listReplays(pool, organizationOf(request), before, size));
      return { replays: replays.map(printReplay), next_cursor: next ? printCursor(next) : null };
    },
  );

  app.get(
    '/api/replays/:id',
    {
      schema: { params: IdParams, querystring: OrganizationQuery, ...getReplayOperation },
      config: { scope: 'read' },
    },
    async (request) => {
      const replay = await fromDatabase(findReplay(pool, organizationOf(request), request.params.id));
      if (!replay) throw new ReplayNotFoundError();
      const counts = await fromDatabase(countReplayed(pool, replay));
      return { ...printReplay(replay), deliveries: printDelivered(counts) };
    },
  );

  for (const change of ['pause', 'resume', 'cancel'] as const satisfies readonly ReplayChange[]) {
    app.post(
      `/api/replays/:id/${change}`,
      { schema: { params: IdParams, ...changeReplayOperation(change) }, config: { scope: 'manage' } },
      async (request) => {
        const organizationId = organizationOf(request);
        const { id } = request.params;
        const changed = await fromDatabase(changeReplay(pool, organizationId, id, change));
        const replay = changed && (await fromDatabase(findReplay(pool, organizationId, id)));
        if (!replay) throw new ReplayNotFoundError();
        if (!changed.done) throw new ReplayEndedError(changed.state);
        return printReplay(replay);
      },
    );
  }
}
