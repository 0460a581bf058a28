// A stream outlives the look at its key: that is taken again, now and then, by the same hook that let the request in.
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { AuthUnavailableError, DatabaseUnavailableError } from '../errors.ts';

/** Whether the request would be let in now. */
export type StillAllowed = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

/** @param hook requireApiKey or another of its kind */
export function createStillAllowed(app: FastifyInstance, hook: onRequestHookHandler): StillAllowed {
  return (request, reply) => {
    // It was opened with the request, and has its own end.
    if (request.session && request.session.expiresAt <= Date.now()) return Promise.resolve(false);
    return new Promise((resolve) => {
      hook.call(app, request, reply, (error) => {
        // While nobody can tell, nothing can be read from Postgres either.
        if (error instanceof AuthUnavailableError || error instanceof DatabaseUnavailableError)
          return resolve(true);
        resolve(error === undefined && hasScope(request));
      });
    });
  };
}

function hasScope(request: FastifyRequest): boolean {
  const { scope } = request.routeOptions.config;
  return scope === undefined || request.isAdmin || (request.caller?.scopes.includes(scope) ?? false);
}
