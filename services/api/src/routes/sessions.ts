import type { SecretBox } from '@hopline/wire/secret-box';
import type { FastifyRequest } from 'fastify';
import type { KeyVerifier } from '../auth/key-verifier.ts';
import { beginSession, type Credential, SESSION_MS, sealSession } from '../auth/session.ts';
import { setSessionCookie } from '../auth/session-cookie.ts';
import { CreateSessionRequest } from '../auth/session-request.ts';
import { KeyRefusedError } from '../errors.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { createSessionOperation, deleteSessionOperation } from '../openapi/sessions.ts';

export interface SessionRouteDeps {
  readonly verifier: Pick<KeyVerifier, 'verify'>;
  readonly isAdminToken: (token: string) => boolean;
  readonly box: SecretBox;
  /** Whether browsers reach us by https. */
  readonly secure: boolean;
}

/**
 * Signing in and out, for browsers. The body is JSON, which a page of another site cannot send without asking first (the
 * Fetch standard's CORS preflight), and nobody is told that it may.
 */
export function sessionRoutes(
  app: TypedApp,
  { verifier, isAdminToken, box, secure }: SessionRouteDeps,
): void {
  async function credentialOf(token: string): Promise<Credential> {
    if (isAdminToken(token)) return { kind: 'admin', secret: token };
    if (await verifier.verify(token)) return { kind: 'key', secret: token };
    throw new KeyRefusedError();
  }

  app.post(
    '/api/sessions',
    { schema: { body: CreateSessionRequest, ...createSessionOperation } },
    async (request, reply) => {
      const session = beginSession(await credentialOf(request.body.token), Date.now());
      reply.code(201).header('cache-control', 'no-store');
      reply.header('set-cookie', setSessionCookie(sealSession(box, session), SESSION_MS / 1000, secure));
      return {
        kind: session.kind,
        csrf_token: session.csrfToken,
        expires_at: new Date(session.expiresAt).toISOString(),
      };
    },
  );

  app.delete('/api/sessions/current', { schema: deleteSessionOperation }, async (_request, reply) => {
    reply.code(204).header('set-cookie', setSessionCookie('', 0, secure));
  });
}

/** What a page has to know of its session; null for whoever comes with a key or a token of their own. */
export function printSession({ session }: FastifyRequest): object | null {
  if (!session) return null;
  return { csrf_token: session.csrfToken, expires_at: new Date(session.expiresAt).toISOString() };
}
