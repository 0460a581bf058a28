import type { FastifyInstance, HTTPMethods } from 'fastify';
import { MethodNotAllowedError } from '../errors.ts';

/**
 * Answers 405 with `Allow` where a path has routes, but none for the method.
 * @returns to be called once all routes are registered
 */
export function answerOtherMethods(app: FastifyInstance): () => void {
  const methodsOf = new Map<string, Set<HTTPMethods>>();
  app.addHook('onRoute', ({ url, method, schema }) => {
    // The files of the documentation's page: nobody takes them for a part of the API.
    if (schema?.hide) return;
    const methods = methodsOf.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    methodsOf.set(url, methods);
  });
  return () => {
    // A plugin is loaded after those before it, and so after their routes.
    app.register(async (last) => {
      for (const [url, methods] of [...methodsOf]) {
        const allowed = [...methods].sort().join(', ');
        last.route({
          method: app.supportedMethods.filter((method) => !methods.has(method)),
          url,
          schema: { hide: true },
          // Before the body is read: what it holds does not matter.
          onRequest: (_request, _reply, done) => done(new MethodNotAllowedError(allowed)),
          handler: () => {},
        });
      }
    });
  };
}
