import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { InternalError, RouteNotFoundError } from '../errors.ts';
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

  function loaded(): Promise<DocumentationApp> {
    loading ??= load().catch((error: unknown) => {
      // Whoever asks next tries again.
      loading = undefined;
      throw error;
    });
    return loading;
  }

  app.get('/openapi.json', { schema: openapiOperation }, async (_request, reply) => {
    return reply.header('content-type', 'application/json; charset=utf-8').send((await loaded()).document);
  });

  for (const url of ['/docs', '/docs/*']) {
    app.get(url, { schema: { hide: true } }, async (request, reply) => {
      const page = await (await loaded()).get(request.url, headersWithin(request.headers));
      // Its errors are not ours, in words and in form. What it refuses is a path that no file has.
      if (page.status >= 500) throw new InternalError(new Error(`the page was answered ${page.status}`));
      if (page.status >= 400) throw new RouteNotFoundError();
      return reply.code(page.status).headers(page.headers).send(page.body);
    });
  }
}

/** What the page may depend on. Ranges and other conditions may be left unheard (RFC 9110, sections 13.1 and 14.2). */
function headersWithin(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { accept, 'if-none-match': ifNoneMatch } = headers;
  return {
    ...(accept === undefined ? {} : { accept }),
    ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
  };
}
