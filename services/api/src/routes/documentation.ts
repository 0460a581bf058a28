import type { FastifyInstance } from 'fastify';
import { RouteNotFoundError } from '../errors.ts';
import type { DescribedRoute } from '../openapi/described-routes.ts';
import type { DocumentationApp } from '../openapi/documentation-app.ts';
import { openapiOperation } from '../openapi/process.ts';

/**
 * The description of the API: /openapi.json for tools, /docs for people. What makes it is loaded when it is first asked
 * for: it would add a sixth to the time of a start, and most processes are never asked.
 * @param routes all routes, also those that are added later
 */
export function documentationRoutes(app: FastifyInstance, routes: readonly DescribedRoute[]): void {
  let loading: Promise<DocumentationApp> | undefined;

  async function load(): Promise<DocumentationApp> {
    const { createDocumentationApp } = await import('../openapi/documentation-app.ts');
    return createDocumentationApp(routes);
  }

  app.get('/openapi.json', { schema: openapiOperation }, async (_request, reply) => {
    loading ??= load();
    return reply.header('content-type', 'application/json; charset=utf-8').send((await loading).document);
  });

  for (const url of ['/docs', '/docs/*']) {
    app.get(url, { schema: { hide: true } }, async (request, reply) => {
      loading ??= load();
      const page = await (await loading).get(request.url, request.headers);
      if (page.status === 404) throw new RouteNotFoundError();
      return reply.code(page.status).headers(page.headers).send(page.body);
    });
  }
}
