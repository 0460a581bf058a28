import type { FastifyInstance } from 'fastify';
import { NotServedHereError } from '../errors.ts';
import { API_ROLES, type ApiRole, roleOf } from '../roles.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set where this process does not serve the operation: whose it is. */
    notServed?: ApiRole;
  }
}

/**
 * Refuses what belongs to other roles, before anything of the request is looked at. The operations are still described, so
 * that /openapi.json is the same wherever it is read. To be called before any route is registered.
 */
export function serveRoles(app: FastifyInstance, roles: readonly ApiRole[]): void {
  if (API_ROLES.every((role) => roles.includes(role))) return;
  const refusals = new Map(API_ROLES.map((role) => [role, new NotServedHereError(role)]));
  app.addHook('onRoute', (route) => {
    // Among the hidden are the answers to methods that a path does not take.
    const role = route.schema?.hide ? undefined : roleOf(route.method, route.url);
    if (role !== undefined && !roles.includes(role)) route.config = { ...route.config, notServed: role };
  });
  app.addHook('onRequest', (request, _reply, done) => {
    const { notServed } = request.routeOptions.config;
    done(notServed && refusals.get(notServed));
  });
}
