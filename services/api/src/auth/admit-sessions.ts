import type { SecretBox } from '@hopline/wire/secret-box';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CsrfRefusedError, ForeignPageError } from '../console-errors.ts';
import { isFromOwnPage } from './own-page.ts';
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
/** Begins a session, and is no act of the one before it, whose key may be revoked: its page then knows no token. It looks itself where it comes from. */
const SIGN_IN = '/api/sessions';
const CSRF_REFUSED = new CsrfRefusedError();
const FOREIGN_PAGE = new ForeignPageError();

export interface SessionRules {
  readonly box: SecretBox;
  readonly publicUrl: string | undefined;
  /** Whether browsers reach us by https alone. */
  readonly secure: boolean;
}

/**
 * Takes the session out of a request's cookie. Whatever changes something must come from a page of ours, with the session's token in
 * `X-CSRF-Token`, which no page of another site knows. A session that is not valid is as good as none, and keeps nobody from signing in
 * again. To be called before any route is registered.
 */
export function admitSessions(app: FastifyInstance, { box, publicUrl, secure }: SessionRules): void {
  app.decorateRequest('session', undefined);
  app.addHook('onRequest', (request, reply, done) => {
    // The usual request, which is an event, has no cookie.
    if (request.headers.cookie === undefined || bringsItsOwn(request)) return done();
    const sealed = sessionCookieIn(request.headers.cookie, secure);
    const session = sealed === undefined ? undefined : unsealSession(box, sealed, Date.now());
    if (!session) return done();
    // What it is answered is for this browser's user, and a cookie does not say so to caches.
    reply.header('cache-control', 'no-store');
    if (!SAFE.has(request.method) && request.routeOptions.url !== SIGN_IN) {
      if (!isFromOwnPage(request, publicUrl)) return done(FOREIGN_PAGE);
      if (!isCsrfToken(session, oneHeader(request, 'x-csrf-token'))) return done(CSRF_REFUSED);
    }
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
