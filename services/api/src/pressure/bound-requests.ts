// How many requests ask Postgres at once. Without it whoever sends a few thousand of them takes every connection, and all
// others wait behind that.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Turns, takeTurns } from '../auth/take-turns.ts';
import { DatabaseUnavailableError, RequestBusyError } from '../errors.ts';

/** Of one organization: at once, and waiting for that. What is beyond is refused. */
const AT_ONCE = 4;
const MAX_WAITING = 32;
// When Postgres hangs, whoever has waited for one statement to be given up need not wait for the next.
const WAIT_MS = 5000;

export interface RequestTurns {
  /**
   * Runs the task in its turn.
   * @throws {RequestBusyError} when too many of the organization wait already
   * @throws {DatabaseUnavailableError} when its turn comes too late
   */
  run<T>(organizationId: string, task: () => Promise<T>): Promise<T>;
}

/**
 * @param atOnce of all organizations together: fewer than there are connections, so that an administrator finds one
 * @param now milliseconds of a monotonic clock
 */
export function createRequestTurns(atOnce: number, now = () => performance.now()): RequestTurns {
  // An organization has few in this queue, so that every other one comes to its turn soon.
  const all = takeTurns(atOnce, Number.POSITIVE_INFINITY);
  const organizations = new Map<string, { readonly turns: Turns; requests: number }>();

  return {
    async run<T>(organizationId: string, task: () => Promise<T>): Promise<T> {
      let own = organizations.get(organizationId);
      if (!own) {
        own = { turns: takeTurns(AT_ONCE, MAX_WAITING), requests: 0 };
        organizations.set(organizationId, own);
      }
      const from = now();
      const inTime = () => {
        const waited = now() - from;
        if (waited < WAIT_MS) return task();
        throw new DatabaseUnavailableError(new Error(`waited for ${Math.round(waited)} ms for a connection`));
      };
      const answer = own.turns.run(async () => all.run(async () => inTime()) as Promise<T>);
      if (!answer) throw new RequestBusyError();
      own.requests += 1;
      try {
        return await answer;
      } finally {
        own.requests -= 1;
        if (own.requests === 0) organizations.delete(organizationId);
      }
    },
  };
}

/**
 * Has the handlers of the routes that are registered from now on take turns: when a request is complete, so that a slow
 * body holds nothing up. An administrator's do not wait. Of a request whose client has gone by then nothing is done: who
 * asks, gives up and asks again would otherwise have all of it done before what it still waits for.
 */
export function boundRequests(app: FastifyInstance, turns: RequestTurns): void {
  app.addHook('onRoute', (route) => {
    const { handler } = route;
    route.handler = function (this: FastifyInstance, request: FastifyRequest, reply) {
      const answer = async () => {
        if (!request.raw.socket.destroyed) return handler.call(this, request, reply);
        reply.hijack();
      };
      return request.caller ? turns.run(request.caller.organizationId, answer) : answer();
    };
  });
}
