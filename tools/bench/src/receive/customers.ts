// Organizations with an endpoint each, made as a customer makes them: through the api.
import type { LoadedApi } from '../hopline.ts';
import type { Tenant } from '../tenant.ts';

export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly path: string;
  readonly secret: string;
}

export interface Customer extends Tenant {
  readonly endpoint: Endpoint;
}

const AT_ONCE = 10;

/** Their endpoints are `<receiver>/e0`, `/e1`, …, and take every event. */
export async function makeCustomers(api: LoadedApi, receiverUrl: string, count: number): Promise<Customer[]> {
  const customers: Customer[] = [];
  while (customers.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - customers.length) }, async (_, i) => {
      const tenant = await api.createTenant();
      const path = `/e${customers.length + i}`;
      return { ...tenant, endpoint: await makeEndpoint(api, tenant, { url: receiverUrl, path }) };
    });
    customers.push(...(await Promise.all(some)));
  }
  return customers;
}

export async function makeEndpoint(
  api: LoadedApi,
  { apiKey }: Tenant,
  given: { url: string; path: string; eventTypes?: readonly string[]; paused?: boolean },
): Promise<Endpoint> {
  const { path, eventTypes = ['*'], paused = false } = given;
  const url = `${given.url}${path}`;
  const made = await callApi(api, apiKey, 'POST', '/api/endpoints', { url, event_types: eventTypes, paused });
  return { id: String(made.id), url, path, secret: String(made.secret) };
}

export async function pauseEndpoint(
  api: LoadedApi,
  { apiKey }: Tenant,
  id: string,
  paused: boolean,
): Promise<void> {
  await callApi(api, apiKey, 'PATCH', `/api/endpoints/${id}`, { paused });
}

async function callApi(
  { url }: LoadedApi,
  apiKey: string,
  method: string,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}
