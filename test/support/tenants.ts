// Organizations and endpoints as rows, for tests of the hops behind the api.
import { randomBytes } from 'node:crypto';
import type { Pool } from '@hopline/postgres/pool';
import { keyHash } from '@hopline/wire/partitioner';
import { uuidV7 } from '@hopline/wire/uuid';

export async function insertOrganization(pool: Pool): Promise<string> {
  const id = uuidV7();
  await pool.query("insert into organizations (id, name, tier) values ($1, 'Test', 'free')", [id]);
  return id;
}

export interface EndpointRow {
  readonly id: string;
  readonly secret: string;
}

export async function insertEndpoint(
  pool: Pool,
  organizationId: string,
  given: { url?: string; eventTypes?: string[]; paused?: boolean } = {},
): Promise<EndpointRow> {
  const id = uuidV7();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const { url = 'http://127.0.0.1:9/none', eventTypes = ['*'], paused = false } = given;
  await pool.query(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash, paused)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, organizationId, url, eventTypes, secret, keyHash(id), paused],
  );
  return { id, secret };
}
