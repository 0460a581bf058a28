import type { Logger } from '@hopline/telemetry/logger';
import type { SecretBox } from '@hopline/wire/secret-box';
import type { FastifyRequest } from 'fastify';
import type { KeyVerifier } from '../auth/key-verifier.ts';
import { isFromOwnPage } from '../auth/own-page.ts';
import { beginSession, type Credential, SESSION_MS, sealSession } from '../auth/session.ts';
import { setSessionCookie } from '../auth/session-cookie.ts';
import { CreateSessionRequest } from '../auth/session-request.ts';
import { ForeignPageError } from '../console-errors.ts';
import { KeyRefusedError } from '../errors.ts';
import { traceIdOfRequest } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { createSessionOperation, deleteSessionOperation } from '../openapi/sessions.ts';

export interface SessionRouteDeps {
  readonly verifier: Pick<KeyVerifier, 'verify'>;
  readonly isAdminToken: (token: string) => boolean;
  readonly box: SecretBox;
  /** The origin that browsers know us by. */
  readonly publicUrl: string | undefined;
  /** Whether browsers reach us by https alone. */
  readonly secure: boolean;
  readonly log: Logger;
}

/** Who signs in, as the log has it. */
interface SignedIn extends Credential {
  readonly by: string;
  readonly organizationId?: string;
}

/**
 * Signing in and out, for browsers. A page of another origin signs nobody in, as whom it likes: it is refused by what the browser says of
 * it, and the body is JSON, which it cannot send without asking first (the Fetch standard's CORS preflight), and nobody is told that it
 * may.
 */
export function sessionRoutes(app: TypedApp, deps: SessionRouteDeps): void {
  const { verifier, isAdminToken, box, publicUrl, secure, log } = deps;

  async function signIn(token: string): Promise<SignedIn> {
    if (isAdminToken(token)) return { kind: 'admin', secret: token, by: 'admin' };
    const caller = await verifier.verify(token);
    if (!caller) throw new KeyRefusedError();
    return { kind: 'key', secret: token, by: caller.keyId, organizationId: caller.organizationId };
  }

  // Without PUBLIC_URL the page itself says how it was reached.
  const isByHttps = ({ headers }: FastifyRequest) => secure || /^https:/.test(headers.origin ?? '');
  let hasWarned = false;

  /** Other hosts below the same domain can set the cookie that is taken then (RFC 6265, section 8.6). */
  function warnOfOthers(request: FastifyRequest): void {
    if (hasWarned || secure || !isByHttps(request)) return;
    hasWarned = true;
    log.warn({}, 'session.public_url_missing');
  }

  app.post(
    '/api/sessions',
    { schema: { body: CreateSessionRequest, ...createSessionOperation } },
    async (request, reply) => {
      if (!isFromOwnPage(request, publicUrl)) throw new ForeignPageError();
      const { by, organizationId, ...credential } = await signIn(request.body.token);
      const session = beginSession(credential, Date.now());
      log.info({ org_id: organizationId, by, trace_id: traceIdOfRequest(request) }, 'session.created');
      warnOfOthers(request);
      reply.code(201).header('cache-control', 'no-store');
      reply.header(
        'set-cookie',
        setSessionCookie(sealSession(box, session), SESSION_MS / 1000, isByHttps(request)),
      );
      return {
        kind: session.kind,
        csrf_token: session.csrfToken,
        expires_at: new Date(session.expiresAt).toISOString(),
      };
    },
  );

  app.delete('/api/sessions/current', { schema: deleteSessionOperation }, async (request, reply) => {
    reply.code(204).header('cache-control', 'no-store');
    reply.header('set-cookie', setSessionCookie('', 0, isByHttps(request)));
  });
}

/** What a page has to know of its session; null for whoever comes with a key or a token of their own. */
export function printSession({ session }: FastifyRequest): object | null {
  if (!session) return null;
  return { csrf_token: session.csrfToken, expires_at: new Date(session.expiresAt).toISOString() };
}
