// How bodies come in: JSON only, parsed once, with its bytes kept for those who pass them on.
import { MAX_EVENT_BYTES } from '@hopline/wire/limits';
import type { FastifyInstance } from 'fastify';
import { UnsupportedMediaTypeError } from '../errors.ts';
import { type JsonDocument, parseDocument } from '../json/parse-document.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body with its bytes; null when the request had none. */
    document: JsonDocument | null;
  }
}

/** The largest body, in bytes. Enforced while it arrives, and before, by its content-length. */
export const BODY_LIMIT = MAX_EVENT_BYTES;

/** Takes `application/json` and nothing else. */
export function readJsonBodies(app: FastifyInstance): void {
  app.decorateRequest('document', null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      return done(
        new UnsupportedMediaTypeError(`send the body without content-encoding, not as ${encoding}`),
      );
    }
    // Some clients name a type for a body that they do not send, such as that of a DELETE.
    if (body.length === 0) return done(null, undefined);
    try {
      request.document = parseDocument(body as Buffer);
      done(null, request.document.value);
    } catch (error) {
      done(error as Error);
    }
  });
}
