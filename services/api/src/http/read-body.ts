// How bodies come in: whole, decoded, and only of the types that a route takes.
import { MAX_EVENT_BYTES } from '@hopline/wire/limits';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { IngestBufferFullError, UnsupportedMediaTypeError } from '../errors.ts';
import { parseDocument } from '../json/parse-document.ts';
import { collectBody, type TakeBody } from './collect-body.ts';
import { codingOf, createInflate, type Inflate } from './content-coding.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** One for all routes: they share the threads. */
    inflate: Inflate;
  }
  interface FastifyRequest {
    /** Of a compressed body that has been read: fulfilled when it is inflated and with its route, or refused. */
    inflating: Promise<void> | undefined;
  }
}

const inflateFull = new IngestBufferFullError();

/** The largest body, in bytes, of a route that does not set another. Enforced while it arrives, before, and inflated. */
export const BODY_LIMIT = MAX_EVENT_BYTES;

/** A body as it came, for a route that reads it itself. */
export interface RawBody<Format> {
  readonly format: Format;
  readonly bytes: Buffer;
}

/** For the application itself: takes `application/json` and nothing else; `request.body` is what it says. */
export function readJsonBodies(app: FastifyInstance): void {
  app.decorate('inflate', createInflate());
  app.decorateRequest('inflating', undefined);
  takeBodies(app, { 'application/json': 'json' }, BODY_LIMIT, ({ bytes }) => {
    // Some clients name a type for a body that they do not send, such as that of a DELETE.
    return bytes.length === 0 ? undefined : parseDocument(bytes);
  });
}

/**
 * Takes bodies of these media types and no others; `request.body` is a RawBody. What is wrong in it is for the route to
 * find: an error of a body parser would close the connection, behind which other clients may be.
 * @param limit the most bytes of a body, also inflated; the `bodyLimit` of the scope's routes
 */
export function takeRawBodies<Format>(
  scope: FastifyInstance,
  formats: Readonly<Record<string, Format>>,
  limit = BODY_LIMIT,
): void {
  takeBodies(scope, formats, limit, (body) => body);
}

function takeBodies<Format>(
  scope: FastifyInstance,
  formats: Readonly<Record<string, Format>>,
  limit: number,
  read: (body: RawBody<Format>) => unknown,
): void {
  scope.removeAllContentTypeParsers();
  for (const [mediaType, format] of Object.entries(formats)) {
    scope.addContentTypeParser(mediaType, (request, stream, done) => {
      const give = (error: Error | null, bytes?: Buffer) => {
        if (!bytes) return done(error);
        try {
          done(null, read({ format, bytes }));
        } catch (problem) {
          done(problem as Error);
        }
      };
      collectBody(stream, limit, (error, body) => {
        if (body) decode(request, body, limit, give);
        else give(error);
      });
    });
  }
  const taken = Object.keys(formats).join(', ');
  scope.addContentTypeParser('*', (_request, _payload, done) => {
    done(new UnsupportedMediaTypeError(`send the body as ${taken}`, taken));
  });
}

function decode(request: FastifyRequest, body: Buffer, limit: number, done: TakeBody): void {
  const header = request.headers['content-encoding'];
  const coding = header === undefined ? 'identity' : codingOf(header);
  if (coding === 'identity') done(null, body);
  else if (coding === 'gzip') inflate(request, body, limit, done);
  else done(coding);
}

function inflate(request: FastifyRequest, body: Buffer, limit: number, done: TakeBody): void {
  const inflating = request.server.inflate(body, limit);
  if (inflating) request.inflating = inflating.then((bytes) => done(null, bytes), done);
  else done(inflateFull);
}
