// What the tests of API keys share.
import assert from 'node:assert/strict';
import { ADMIN_TOKEN, type Answer, call } from './api-fixture.ts';

export interface ShownKey {
  readonly id: string;
  readonly apiKey: string;
}

export async function makeKey(url: string, key: string, body: object): Promise<ShownKey> {
  const made = await call(`${url}/api/keys`, 'POST', { key, body });
  assert.equal(made.status, 201, made.text);
  return { id: String(made.json.id), apiKey: String(made.json.api_key) };
}

export const admin = (url: string, method: string, path: string, body?: object) =>
  call(`${url}${path}`, method, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(body === undefined ? {} : { body }),
  });

export const revoke = (url: string, key: string, id: string) =>
  call(`${url}/api/keys/${id}`, 'DELETE', { key });

/** Whether a key is good, by a route that takes any key with `read`. */
export const isGood = async (url: string, key: string) => {
  const { status } = await call(`${url}/api/endpoints`, 'GET', { key });
  assert.ok(status === 200 || status === 401, String(status));
  return status === 200;
};

export const codeOf = ({ status, json }: Answer) => [status, json.code];
