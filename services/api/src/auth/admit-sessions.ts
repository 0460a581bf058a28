import type { SecretBox } from '@hopline/wire/secret-box';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CsrfRefusedError } from '../errors.ts';
import { isCsrfToken, type Session, unsealSession } from './session.ts';
import { sessionCookieIn } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a browser that has signed in, and sends nothing else to be known by. */
    session: Session | undefined;
  }
}

/** RFC 9110, section 9.2.1: they change nothing. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const CSRF_REFUSED = new CsrfRefusedError();

/**
 * Takes the session out of a request's cookie. Whatever changes something must have the session's token in `X-CSRF-Token`, which no page
 * of another site knows. One that is not valid is as good as none. To be called before any route is registered.
 */
export function admitSessions(app: FastifyInstance, box: SecretBox): void {
  app.decorateRequest('session', undefined);
  app.addHook('onRequest', (request, _reply, done) => {
    // The usual request, which is an event, has no cookie.
    if (request.headers.cookie === undefined || bringsItsOwn(request)) return done();
    const sealed = sessionCookieIn(request.headers.cookie);
    const session = sealed === undefined ? undefined : unsealSession(box, sealed, Date.now());
    if (!session) return done();
    if (!SAFE.has(request.method) && !isCsrfToken(session, oneHeader(request, 'x-csrf-token')))
      return done(CSRF_REFUSED);
    request.session = session;
    done();
  });
}

function bringsItsOwn({ headers }: FastifyRequest): boolean {
  return headers['x-api-key'] !== undefined || headers.authorization !== undefined;
}

function oneHeader(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
