import { createOrganization } from '@hopline/postgres/keys/create-organization';
import type { Pool } from '@hopline/postgres/pool';
import type { Logger } from '@hopline/telemetry/logger';
import { uuidV7 } from '@hopline/wire/uuid';
import { formatApiKey } from '../auth/api-key.ts';
import { GenerateKeyRequest } from '../auth/key-request.ts';
import { makeKey } from '../auth/make-key.ts';
import { fromDatabase } from '../http/from-database.ts';
import { traceIdOfRequest } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { generateKeyOperation } from '../openapi/keys.ts';

export interface GenerateKeyDeps {
  readonly pool: Pool;
  readonly log: Logger;
}

/** A new organization and its first key. Stands behind requireAdminToken. */
export function generateKeyRoute(app: TypedApp, { pool, log }: GenerateKeyDeps): void {
  app.post(
    '/api/keys/generate',
    { schema: { body: GenerateKeyRequest, ...generateKeyOperation } },
    async (request, reply) => {
      const { organization_name: organizationName, tier = 'free', name = '' } = request.body;
      const id = uuidV7();
      const { apiKey, stored } = makeKey();
      await fromDatabase(
        createOrganization(pool, { id, name: organizationName, tier, key: { ...stored, name } }),
      );
      log.info({ org_id: id, key_id: stored.id, tier, trace_id: traceIdOfRequest(request) }, 'key.generated');
      reply.code(201).header('cache-control', 'no-store');
      return {
        organization_id: id,
        organization_name: organizationName,
        tier,
        key_id: stored.id,
        // The only time that the key is seen.
        api_key: formatApiKey(apiKey),
      };
    },
  );
}
