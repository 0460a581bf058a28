export interface Tenant {
  readonly organizationId: string;
  readonly keyId: string;
  readonly apiKey: string;
}

/** Events a minute, which no load reaches: they are counted all the same, which those of an unlimited tier are not. */
const RATE_LIMIT = 1_000_000_000;

/** Makes an organization with a key and a limit of its own through the api. */
export async function createTenant(url: string, adminToken: string, rateLimit = RATE_LIMIT): Promise<Tenant> {
  const administer = async (method: string, path: string, body: object) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  const made = await administer('POST', '/api/keys/generate', { organization_name: 'Bench', tier: 'pro' });
  const tenant = { organizationId: made.organization_id, keyId: made.key_id, apiKey: made.api_key };
  // Before the key's first use, so that it is cached with this limit.
  await administer('PATCH', `/api/organizations/${tenant.organizationId}`, { rate_limit: rateLimit });
  return tenant;
}
