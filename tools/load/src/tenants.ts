// The organizations that a run sends as, and what it makes for them: all of it is taken away again.
import { type Caller, ControlError, callApi, withAdminToken, withKey } from './control-api.ts';
import { EVENT_TYPE } from './event.ts';
import type { Target } from './target.ts';

export interface Tenant {
  readonly apiKey: string;
  /** The organization was made for this run. */
  readonly made: { readonly organizationId: string; readonly keyId: string } | undefined;
}

export interface Endpoint {
  readonly tenant: Tenant;
  readonly id: string;
}

/** So many calls at a time: an organization may have four under way, and a key takes a core 30 ms. */
const AT_ONCE = 4;
const REFUSES_URL = 'HPL_ENDPOINT_URL_REFUSED';

/** Organizations without a rate limit. @throws {ControlError} */
export async function makeTenants(
  { url, adminToken }: Target,
  count: number,
  onMade: (tenant: Tenant) => void,
): Promise<void> {
  const admin = withAdminToken(url, adminToken ?? '');
  await forEach(Array.from({ length: count }), async (_, i) => {
    const made = await callApi(admin, 'POST', '/api/keys/generate', {
      organization_name: `Load test ${i + 1}`,
      tier: 'enterprise',
    });
    const keyId = String(made.key_id);
    const organizationId = String(made.organization_id);
    onMade({ apiKey: String(made.api_key), made: { organizationId, keyId } });
  });
}

/**
 * That the key is good for events, before thousands of them are refused. An empty object is no event: nothing is stored.
 * @throws {ControlError} when the key is refused or the system is not there
 */
export async function checkKey(url: string, apiKey: string): Promise<void> {
  try {
    await callApi(withKey(url, apiKey), 'POST', '/api/events', {});
  } catch (error) {
    if (!(error instanceof ControlError) || error.status !== 400) throw error;
  }
}

/**
 * An endpoint for each, which takes this run's type of event.
 * @param receiverUrl the beginning of their URLs
 * @throws {ControlError} saying what to do where the system does not take such URLs
 */
export async function makeEndpoints(
  url: string,
  tenants: readonly Tenant[],
  receiverUrl: string,
  onMade: (endpoint: Endpoint) => void,
): Promise<void> {
  await forEach(tenants, async (tenant, i) => {
    const body = {
      url: `${receiverUrl}/${i}`,
      event_types: [EVENT_TYPE],
      description: 'npm run load: to be deleted at its end',
    };
    const made = await callApi(withKey(url, tenant.apiKey), 'POST', '/api/endpoints', body).catch(explain);
    onMade({ tenant, id: String(made.id) });
  });
}

function explain(error: unknown): never {
  if (!(error instanceof ControlError)) throw error;
  const advice =
    error.code === REFUSES_URL
      ? '; start the system with ALLOW_PRIVATE_WEBHOOKS=true, give --receiver with a public https URL, or --no-follow'
      : error.status === 403
        ? '; use a key with the scope `manage`, or --no-follow'
        : '';
  throw new ControlError(`${error.message}${advice}`, error.status, error.code);
}

/** Whether any delivery to these endpoints is still to come or under way; unknown where the key may not read. */
export async function hasOpenDeliveries(url: string, endpoints: readonly Endpoint[]): Promise<boolean> {
  const open = await forEach(endpoints, async ({ tenant, id }) => {
    const path = `/api/deliveries?endpoint_id=${id}&state=pending,sending&limit=1`;
    const { deliveries } = await callApi(withKey(url, tenant.apiKey), 'GET', path);
    return Array.isArray(deliveries) && deliveries.length > 0;
  });
  return open.includes(true);
}

/**
 * Takes away what the run has made: endpoints, and the keys of its organizations, which have no use without them.
 * @returns what could not be taken away, for a person
 */
export async function cleanUp(
  { url, adminToken }: Target,
  tenants: readonly Tenant[],
  endpoints: readonly Endpoint[],
): Promise<string[]> {
  const problems: string[] = [];
  const remove = async (caller: Caller, path: string) => {
    try {
      await callApi(caller, 'DELETE', path);
    } catch (error) {
      problems.push((error as Error).message);
    }
  };
  await forEach(endpoints, ({ tenant, id }) => remove(withKey(url, tenant.apiKey), `/api/endpoints/${id}`));
  const admin = withAdminToken(url, adminToken ?? '');
  await forEach(tenants, async ({ made }) => {
    if (made) await remove(admin, `/api/keys/${made.keyId}?organization_id=${made.organizationId}`);
  });
  return problems;
}

/** Some at a time. @returns the results in order */
async function forEach<T, R>(items: readonly T[], act: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const work = async () => {
    for (const [index, item] of queue) results[index] = await act(item, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
