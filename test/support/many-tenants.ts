// Thousands of organizations as rows, each with a key that the api takes and an endpoint. The hashes of their keys are as
// cheap as argon2id allows: whoever verifies one goes by what stands in it.
import { argon2Sync, randomBytes } from 'node:crypto';
import { formatApiKey, generateApiKey } from '@hopline/api/auth/api-key';
import { secretCheck } from '@hopline/api/auth/secret-hash';
import type { Pool } from '@hopline/postgres/pool';
import { keyHash } from '@hopline/wire/partitioner';
import { uuidV7 } from '@hopline/wire/uuid';

export interface CheapTenant {
  readonly organizationId: string;
  readonly endpointId: string;
  readonly apiKey: string;
  readonly url: string;
}

/** @param urlOf of the endpoint of the nth, from 0 */
export async function insertTenants(
  pool: Pool,
  count: number,
  urlOf: (n: number) => string,
): Promise<CheapTenant[]> {
  // All of them have the same secrets, which is nothing to those who ask by the ids.
  const { secret } = generateApiKey();
  const hash = cheapHash(secret);
  const made = Array.from({ length: count }, (_, n) => {
    const { id: keyId } = generateApiKey();
    const apiKey = formatApiKey({ id: keyId, secret });
    return { organizationId: uuidV7(), endpointId: uuidV7(), keyId, apiKey, url: urlOf(n) };
  });
  const column = <T>(of: (one: (typeof made)[number]) => T) => made.map(of);
  await pool.query(
    `insert into organizations (id, name, tier)
     select id, 'Test', 'free' from unnest($1::uuid[]) as given (id)`,
    [column(({ organizationId }) => organizationId)],
  );
  await pool.query(
    `insert into api_keys (id, organization_id, secret_hash, secret_check)
     select id, organization_id, $3, $4 from unnest($1::text[], $2::uuid[]) as given (id, organization_id)`,
    [column(({ keyId }) => keyId), column(({ organizationId }) => organizationId), hash, secretCheck(secret)],
  );
  await pool.query(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash)
     select id, organization_id, url, '{*}', $5, key_hash
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[]) as given (id, organization_id, url, key_hash)`,
    [
      column(({ endpointId }) => endpointId),
      column(({ organizationId }) => organizationId),
      column(({ url }) => url),
      column(({ endpointId }) => keyHash(endpointId)),
      `whsec_${randomBytes(32).toString('base64')}`,
    ],
  );
  return made;
}

function cheapHash(secret: string): string {
  const nonce = randomBytes(16);
  const parameters = { memory: 8, passes: 1, parallelism: 1, tagLength: 32 };
  const tag = argon2Sync('argon2id', { message: secret, nonce, ...parameters });
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=8,t=1,p=1$${text(nonce)}$${text(tag)}`;
}
