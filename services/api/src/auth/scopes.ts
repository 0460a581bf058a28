// What a key may be used for. No scope includes another: a key that sends events reads nothing.
import type { Scope } from '@hopline/postgres/keys/stored-key';
import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import { ScopeMissingError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a key needs for this route. */
    readonly scope?: Scope;
  }
}

export type { Scope };

export const SCOPES: readonly Scope[] = ['events:write', 'read', 'manage'];

/** The first of these scopes that whoever holds `held` cannot pass on. */
export function scopeBeyond(wanted: readonly Scope[], held: readonly string[]): Scope | undefined {
  return wanted.find((scope) => !held.includes(scope));
}

/**
 * Lets a request pass whose key has what the route's `config.scope` says. Stands behind requireApiKey.
 * A route without a scope does not even start: nothing is open by oversight.
 */
export function requireScopes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.scope === undefined)
      throw new TypeError(`${method} ${url} does not say which scope it needs`);
  });
  app.addHook('onRequest', checkScope);
}

const checkScope: onRequestHookHandler = (request, _reply, done) => {
  // Whoever has the admin token may do everything that takes it.
  if (request.isAdmin) return done();
  const { scope } = request.routeOptions.config;
  if (scope !== undefined && request.caller?.scopes.includes(scope)) return done();
  done(new ScopeMissingError(scope ?? 'manage'));
};
