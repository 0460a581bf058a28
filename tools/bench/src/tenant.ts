import { createPool } from '@hopline/postgres/pool';

export interface Tenant {
  readonly organizationId: string;
  readonly keyId: string;
  readonly apiKey: string;
}

/** An organization with a key, made through the api. */
export async function createTenant(
  url: string,
  adminToken: string,
  tier: 'free' | 'pro' | 'enterprise',
): Promise<Tenant> {
  const response = await fetch(`${url}/api/keys/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ organization_name: 'Bench', tier }),
  });
  const answer = (await response.json()) as { organization_id?: string; key_id?: string; api_key?: string };
  const { organization_id: organizationId, key_id: keyId, api_key: apiKey } = answer;
  if (!organizationId || !keyId || !apiKey) throw new Error(`no key: ${JSON.stringify(answer)}`);
  return { organizationId, keyId, apiKey };
}

/**
 * Sets a limit that no load reaches. The requests are counted against it all the same, which those of an organization
 * without a limit are not. Before the key's first use, so that it is cached with this limit.
 */
export async function liftRateLimit(databaseUrl: string, tenant: Tenant): Promise<void> {
  const pool = createPool({ databaseUrl, size: 1, applicationName: 'hopline-bench', onIdleError: () => {} });
  try {
    const { rowCount } = await pool.query('update organizations set rate_limit = $1 where id = $2', [
      1_000_000_000,
      tenant.organizationId,
    ]);
    if (rowCount !== 1) throw new Error(`organization ${tenant.organizationId} is not there`);
  } finally {
    await pool.end();
  }
}
