import { createOrganization } from '@hopline/postgres/keys/create-organization';
import type { Pool } from '@hopline/postgres/pool';
import type { Logger } from '@hopline/telemetry/logger';
import { uuidV7 } from '@hopline/wire/uuid';
import Type from 'typebox';
import { formatApiKey, generateApiKey } from '../auth/api-key.ts';
import { hashSecret, secretCheck } from '../auth/secret-hash.ts';
import { fromDatabase } from '../http/from-database.ts';
import { traceIdOfRequest } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { generateKeyOperation } from '../openapi/keys.ts';

const GenerateKeyRequest = Type.Object(
  {
    organization_name: Type.String({ minLength: 1, maxLength: 200 }),
    tier: Type.Optional(Type.Enum(['free', 'pro', 'enterprise'])),
  },
  { additionalProperties: false },
);

/** Organizations and their keys. Stands behind requireAdminToken. */
export function keyRoutes(app: TypedApp, { pool, log }: { pool: Pool; log: Logger }): void {
  app.post(
    '/api/keys/generate',
    { schema: { body: GenerateKeyRequest, ...generateKeyOperation } },
    async (request, reply) => {
      const { organization_name: name, tier = 'free' } = request.body;
      const id = uuidV7();
      const key = generateApiKey();
      const secretHash = await hashSecret(key.secret);
      await fromDatabase(
        createOrganization(pool, {
          id,
          name,
          tier,
          key: { id: key.id, secretHash, secretCheck: secretCheck(key.secret) },
        }),
      );
      log.info({ org_id: id, key_id: key.id, tier, trace_id: traceIdOfRequest(request) }, 'key.generated');
      reply.code(201).header('cache-control', 'no-store');
      // The only time that the key is seen.
      return {
        organization_id: id,
        organization_name: name,
        tier,
        key_id: key.id,
        api_key: formatApiKey(key),
      };
    },
  );
}
