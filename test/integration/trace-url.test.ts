// Where the console links trace ids to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADMIN_TOKEN, call, createTenant, startApi } from './api-fixture.ts';

const TRACE_URL = 'http://jaeger.example.com:16686/trace/{trace_id}';

async function toldTo(url: string, headers: Record<string, string>) {
  const answer = await call(`${url}/api/sessions/current`, 'GET', { headers });
  assert.equal(answer.status, 200, answer.text);
  return { kind: answer.json.kind, traces: answer.json.trace_url };
}

test('whoever runs Hopline, and its organizations, are told where traces are; their customers are not', async (t) => {
  const { url } = await startApi(t, { TRACE_URL });
  const { apiKey } = await createTenant(url);
  const link = await call(`${url}/api/portal-sessions`, 'POST', { key: apiKey, body: {} });
  const bearer = (token: unknown) => toldTo(url, { authorization: `Bearer ${token}` });
  assert.deepEqual(await bearer(ADMIN_TOKEN), { kind: 'admin', traces: TRACE_URL });
  assert.deepEqual(await bearer(apiKey), { kind: 'key', traces: TRACE_URL });
  assert.deepEqual(await bearer(link.json.token), { kind: 'portal', traces: null });
});

test('where nobody has said where traces are, nobody is told', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  assert.deepEqual(await toldTo(url, { 'x-api-key': apiKey }), { kind: 'key', traces: null });
});
