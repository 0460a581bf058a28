import { findEndpoint } from '@hopline/postgres/endpoints/find-endpoint';
import { rotateSecret } from '@hopline/postgres/endpoints/rotate-secret';
import type { Pool } from '@hopline/postgres/pool';
import type { Logger } from '@hopline/telemetry/logger';
import type { SecretBox } from '@hopline/wire/secret-box';
import { actorOf, organizationOf } from '../auth/authenticate.ts';
import { DEFAULT_OVERLAP_SECONDS, MAX_SECRETS, RotateSecretRequest } from '../endpoints/endpoint-request.ts';
import { shownSecret, takeSecret } from '../endpoints/endpoint-secret.ts';
import { printEndpoint } from '../endpoints/print-endpoint.ts';
import { fromDatabase, storingSealed } from '../http/from-database.ts';
import { traceIdOfRequest } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { rotateSecretOperation } from '../openapi/endpoint-secrets.ts';
import { EndpointNotFoundError, EndpointSecretLimitError } from '../resource-errors.ts';
import { IdParams } from './id-params.ts';

export interface EndpointSecretRouteDeps {
  readonly pool: Pool;
  readonly box: SecretBox;
  readonly log: Logger;
}

/** What an endpoint's webhooks are signed with. Stands behind requireApiKey. */
export function endpointSecretRoutes(app: TypedApp, { pool, box, log }: EndpointSecretRouteDeps): void {
  app.post(
    '/api/endpoints/:id/rotate-secret',
    {
      schema: { params: IdParams, body: RotateSecretRequest, ...rotateSecretOperation },
      config: { scope: 'manage' },
      // All of its members may be left out, and so may the body.
      preValidation: (request, _reply, done) => {
        request.body ??= {};
        done();
      },
    },
    async (request, reply) => {
      const organizationId = organizationOf(request);
      const { id } = request.params;
      // For the version, which stays unless the request says otherwise.
      const before = await fromDatabase(findEndpoint(pool, organizationId, id));
      if (!before) throw new EndpointNotFoundError();
      const secret = takeSecret(request.body, before.signatureVersion);
      const { overlap_seconds: overlapSeconds = DEFAULT_OVERLAP_SECONDS } = request.body;
      const { version, publicKey } = secret;
      const rotated = await storingSealed(
        rotateSecret(pool, {
          organizationId,
          id,
          next: { secret: box.seal(secret.text, 'secret', id), version, publicKey },
          keyId: box.current.id,
          overlapMs: overlapSeconds * 1000,
          maxSecrets: MAX_SECRETS,
        }),
      );
      if (rotated.kind === 'not-found') throw new EndpointNotFoundError();
      if (rotated.kind === 'limit') throw new EndpointSecretLimitError(MAX_SECRETS);
      log.info(
        {
          org_id: organizationId,
          endpoint_id: id,
          by: actorOf(request),
          trace_id: traceIdOfRequest(request),
        },
        'endpoint.secret_rotated',
      );
      reply.header('cache-control', 'no-store');
      // The only time that the secret is seen.
      return { ...printEndpoint(rotated.endpoint), secret: shownSecret(secret) };
    },
  );
}
