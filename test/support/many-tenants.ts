// Thousands of organizations as rows, each with a key that the api takes and an endpoint.
import { randomBytes } from 'node:crypto';
import { formatApiKey } from '@hopline/api/auth/api-key';
import { makeKey } from '@hopline/api/auth/make-key';
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
  const made = Array.from({ length: count }, (_, n) => {
    const { apiKey, stored } = makeKey();
    return {
      organizationId: uuidV7(),
      endpointId: uuidV7(),
      apiKey: formatApiKey(apiKey),
      stored,
      url: urlOf(n),
    };
  });
  const column = <T>(of: (one: (typeof made)[number]) => T) => made.map(of);
  await pool.query(
    `insert into organizations (id, name, tier)
     select id, 'Test', 'free' from unnest($1::uuid[]) as given (id)`,
    [column(({ organizationId }) => organizationId)],
  );
  await pool.query(
    `insert into api_keys (id, organization_id, secret_hash, secret_check)
     select * from unnest($1::text[], $2::uuid[], $3::text[], $4::int[])`,
    [
      column(({ stored }) => stored.id),
      column(({ organizationId }) => organizationId),
      column(({ stored }) => stored.secretHash),
      column(({ stored }) => stored.secretCheck),
    ],
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
