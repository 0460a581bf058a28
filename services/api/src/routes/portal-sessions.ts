import type { Logger } from '@hopline/telemetry/logger';
import type { SecretBox } from '@hopline/wire/secret-box';
import { actorOf, givenKey, organizationOf } from '../auth/authenticate.ts';
import type { KeyVerifier } from '../auth/key-verifier.ts';
import { sealPortalGrant } from '../auth/portal-link.ts';
import { themeQuery } from '../auth/portal-theme.ts';
import { CreatePortalSessionRequest, DEFAULT_PORTAL_SECONDS } from '../auth/session-request.ts';
import { ScopeMissingError } from '../errors.ts';
import { traceIdOfRequest } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { createPortalSessionOperation } from '../openapi/sessions.ts';

export interface PortalSessionDeps {
  readonly verifier: Pick<KeyVerifier, 'lastsFor'>;
  readonly box: SecretBox;
  /** The origin that browsers know us by; without it the host of the request is taken. */
  readonly publicUrl: string | undefined;
  readonly log: Logger;
}

/** Links for an organization's own customers. Stands behind requireApiKey. */
export function portalSessionRoute(
  app: TypedApp,
  { verifier, box, publicUrl, log }: PortalSessionDeps,
): void {
  app.post(
    '/api/portal-sessions',
    {
      config: { scope: 'manage' },
      schema: { body: CreatePortalSessionRequest, ...createPortalSessionOperation },
    },
    async (request, reply) => {
      const { expires_in_seconds: seconds = DEFAULT_PORTAL_SECONDS, theme = {} } = request.body;
      const { read_only: readOnly = false } = request.body;
      // A portal in which nothing can be seen.
      if (!request.caller?.scopes.includes('read')) throw new ScopeMissingError('read');
      const key = givenKey(request) ?? '';
      // A link ends with its key: who renews it in time is to know.
      const expiresAt = Math.floor(Date.now() + Math.min(seconds * 1000, verifier.lastsFor(key)));
      const token = sealPortalGrant(box, { key, readOnly, expiresAt });
      log.info(
        {
          ...{ org_id: organizationOf(request), by: actorOf(request), read_only: readOnly, seconds },
          trace_id: traceIdOfRequest(request),
        },
        'portal_session.created',
      );
      reply.code(201).header('cache-control', 'no-store');
      const origin = publicUrl ?? `${request.protocol}://${request.host}`;
      // The token stands behind the #, so that it goes to no server and into no log on the way.
      const url = `${origin}/console/portal${themeQuery(theme)}#${token}`;
      return { url, token, expires_at: new Date(expiresAt).toISOString() };
    },
  );
}
