import type { Logger } from '@hopline/telemetry/logger';
import type { SecretBox } from '@hopline/wire/secret-box';
import type { FastifyRequest } from 'fastify';
import { organizationOf } from '../auth/authenticate.ts';
import type { Caller } from '../auth/key-cache.ts';
import { PORTAL_KEY_ID, sealPortalGrant } from '../auth/portal-link.ts';
import type { Scope } from '../auth/scopes.ts';
import { CreatePortalSessionRequest, DEFAULT_PORTAL_SECONDS } from '../auth/session-request.ts';
import { traceIdOfRequest } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { createPortalSessionOperation } from '../openapi/sessions.ts';

export interface PortalSessionDeps {
  readonly box: SecretBox;
  /** Where browsers reach the console, without a slash at the end; without it the host of the request is taken. */
  readonly publicUrl: string | undefined;
  readonly log: Logger;
}

/** Links for an organization's own customers. Stands behind requireApiKey. */
export function portalSessionRoute(app: TypedApp, { box, publicUrl, log }: PortalSessionDeps): void {
  app.post(
    '/api/portal-sessions',
    {
      config: { scope: 'manage' },
      schema: { body: CreatePortalSessionRequest, ...createPortalSessionOperation },
    },
    async (request, reply) => {
      const { expires_in_seconds: seconds = DEFAULT_PORTAL_SECONDS, read_only: readOnly = false } =
        request.body;
      const expiresAt = Date.now() + seconds * 1000;
      const token = sealPortalGrant(box, { caller: portalCaller(request, readOnly), expiresAt });
      log.info(
        {
          ...{ org_id: organizationOf(request), by: request.caller?.keyId, read_only: readOnly, seconds },
          trace_id: traceIdOfRequest(request),
        },
        'portal_session.created',
      );
      reply.code(201).header('cache-control', 'no-store');
      // Behind the #, so that it goes to no server and into no log on the way.
      const url = `${publicUrl ?? `${request.protocol}://${request.host}`}/console/portal#${token}`;
      return { url, token, expires_at: new Date(expiresAt).toISOString() };
    },
  );
}

/** Whose link it is, with what its key may do, or less. It sends no events of its own but those that test an endpoint. */
function portalCaller(request: FastifyRequest, readOnly: boolean): Caller {
  const caller = request.caller as Caller;
  const scopes: readonly Scope[] = readOnly ? ['read'] : ['read', 'manage'];
  return {
    ...{ ...caller, keyId: PORTAL_KEY_ID },
    scopes: scopes.filter((scope) => caller.scopes.includes(scope)),
  };
}
