import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';

/** What the API's description needs of a route. */
export interface DescribedRoute {
  readonly method: RouteOptions['method'];
  readonly url: string;
  readonly schema: FastifySchema | undefined;
}

/** Notes the routes that are registered from now on, but those that hide themselves and those for HEAD alone. */
export function collectRoutes(app: FastifyInstance): readonly DescribedRoute[] {
  const routes: DescribedRoute[] = [];
  app.addHook('onRoute', ({ method, url, schema }) => {
    if (method !== 'HEAD' && !schema?.hide) routes.push({ method, url, schema });
  });
  return routes;
}
