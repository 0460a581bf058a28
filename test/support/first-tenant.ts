// An organization of a whole system, as a client makes and uses it.
import assert from 'node:assert/strict';
import type { TestSystem } from './system.ts';

export interface SystemTenant {
  readonly key: string;
  /** Revokes the key, as the administrator. */
  revoke(): Promise<Response>;
  /** A call with the key. */
  ask(method: string, path: string, body?: unknown): Promise<Response>;
  /** Posts an event, which must be accepted, and gives its id. */
  post(payload: unknown): Promise<string>;
}

/** Makes an organization with an endpoint at that URL. */
export async function makeTenant(
  { url, adminToken }: Pick<TestSystem, 'url' | 'adminToken'>,
  hook: string,
): Promise<SystemTenant> {
  const made = await call(url, adminToken, 'POST', '/api/keys/generate', { organization_name: 'A tenant' });
  assert.equal(made.status, 201, await made.clone().text());
  const { api_key: key, ...ids } = (await made.json()) as Record<string, string>;
  assert.ok(key);
  const ask = (method: string, path: string, body?: unknown) => call(url, key, method, path, body);
  const endpoint = await ask('POST', '/api/endpoints', { url: hook });
  assert.equal(endpoint.status, 201, await endpoint.text());
  return {
    key,
    revoke: () =>
      call(url, adminToken, 'DELETE', `/api/keys/${ids.key_id}?organization_id=${ids.organization_id}`),
    ask,
    async post(payload) {
      const answer = await ask('POST', '/api/events', { type: 'a.b', payload });
      assert.equal(answer.status, 202, await answer.clone().text());
      return ((await answer.json()) as { id: string }).id;
    },
  };
}

function call(url: string, token: string, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
