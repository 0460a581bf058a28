import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { consoleHeaders } from '../console/console-headers.ts';
import { ConsoleNotBuiltError } from '../console-errors.ts';
import { RouteNotFoundError } from '../errors.ts';
import type { TypedApp } from '../http/typed-app.ts';

export interface ConsoleDeps {
  /** What Vite has built. */
  readonly folder: string;
  /** The origins whose pages may show the customer portal in a frame. */
  readonly frameOrigins: readonly string[];
}

const PAGE = 'index.html';
const NOBODY: readonly string[] = [];
/** Vite puts them side by side, so none has a folder in its name. */
const ASSET = /^[\w-][\w.-]*$/;

/** The console, for browsers: its files, and its one page for every path of its own, so that each view has a link. */
export function consoleRoutes(app: TypedApp, { folder, frameOrigins }: ConsoleDeps): void {
  app.register(async (scope: TypedApp) => {
    const isBuilt = existsSync(join(folder, PAGE));
    // The build has compressed its files already.
    const options = { root: folder, serve: false, acceptRanges: false, preCompressed: true };
    if (isBuilt) await scope.register(fastifyStatic, options);

    // For those who write. A read that came with one would be refused with an error that is not of our form.
    scope.addHook('onRequest', (request, _reply, done) => {
      for (const name of ['if-match', 'if-unmodified-since']) delete request.headers[name];
      done();
    });

    function page(reply: FastifyReply, origins: readonly string[]): FastifyReply {
      if (!isBuilt) throw new ConsoleNotBuiltError();
      // Asked for again each time: it names the files of its release.
      reply.headers(consoleHeaders(origins)).header('cache-control', 'no-cache');
      return reply.sendFile(PAGE, { cacheControl: false });
    }

    const hidden = { schema: { hide: true } };
    scope.get('/console', hidden, async (_request, reply) => reply.redirect('/console/'));
    scope.get('/console/*', hidden, async (_request, reply) => page(reply, NOBODY));
    scope.get('/console/portal', hidden, async (_request, reply) => page(reply, frameOrigins));
    scope.get('/console/portal/*', hidden, async (_request, reply) => page(reply, frameOrigins));
    scope.get<{ Params: { '*': string } }>('/console/assets/*', hidden, async (request, reply) => {
      if (!isBuilt) throw new ConsoleNotBuiltError();
      reply.headers(consoleHeaders(NOBODY));
      const name = request.params['*'];
      if (!ASSET.test(name)) throw new RouteNotFoundError();
      // Their names are made from what is in them.
      return reply.sendFile(name, join(folder, 'assets'), { maxAge: '365d', immutable: true });
    });
  });
}
