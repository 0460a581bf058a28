// An api that serves a part of the API: what it takes, what it refuses, and what every one of them answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDatabase } from '../support/database.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call, createTenant, makeApi } from './api-fixture.ts';

const EVENT = { type: 'a.b', payload: {} };

test('each role serves its own operations and refuses the others, and both tell the same of the whole API', async (t) => {
  const [database, topics] = await Promise.all([createDatabase(t), createTopics()]);
  const start = async (env: Record<string, string>) => {
    const { service } = makeApi(t, { database, topics }, env);
    await service.start();
    return `http://127.0.0.1:${service.port()}`;
  };
  const [ingest, control, both] = await Promise.all([
    start({ API_ROLES: 'ingest' }),
    start({ API_ROLES: 'control' }),
    start({}),
  ]);
  const { apiKey: key } = await createTenant(control);
  const post = (url: string, path: string, body: unknown) => call(`${url}${path}`, 'POST', { key, body });

  for (const url of [ingest, both]) {
    await until('an event is accepted', async () => (await post(url, '/api/events', EVENT)).status === 202);
    assert.equal((await post(url, '/api/events/batch', { events: [EVENT] })).status, 202);
  }
  const cloudEvent = { 'ce-id': '1', 'ce-source': '/s', 'ce-type': 'a.b', 'ce-specversion': '1.0' };
  const given = { key, headers: cloudEvent, body: {} };
  assert.equal((await call(`${ingest}/api/events`, 'POST', given)).status, 202);
  assert.equal((await call(`${control}/api/events`, 'POST', given)).status, 421);
  for (const path of ['/api/events', '/api/events/batch']) {
    const { status, json } = await post(control, path, EVENT);
    assert.deepEqual([status, json.code], [421, 'HPL_REQUEST_NOT_SERVED']);
    assert.match(String(json.detail), /ingest/);
  }
  // Also without a key: nothing of the request is looked at.
  for (const [method, path] of [
    ['GET', '/api/endpoints'],
    ['GET', '/api/events/0197a4f0-0000-7000-8000-000000000000'],
    ['POST', '/api/keys/generate'],
    ['POST', '/api/replays'],
  ] as const) {
    const { status, json } = await call(`${ingest}${path}`, method);
    assert.deepEqual([status, json.code], [421, 'HPL_REQUEST_NOT_SERVED'], path);
    assert.match(String(json.detail), /control/);
    assert.notEqual((await call(`${control}${path}`, method)).status, 421, path);
  }
  assert.equal((await call(`${control}/api/endpoints`, 'GET', { key })).status, 200);
  // What is nowhere is nowhere, whoever is asked.
  assert.equal((await call(`${ingest}/api/nothing`, 'GET')).status, 404);
  assert.equal((await call(`${control}/api/events`, 'DELETE')).status, 405);
  const descriptions = await Promise.all(
    [ingest, control, both].map(async (url) => (await call(`${url}/openapi.json`, 'GET')).text),
  );
  assert.equal(new Set(descriptions).size, 1);
  for (const url of [ingest, control]) {
    for (const path of ['/healthz', '/readyz', '/metrics'])
      assert.equal((await call(`${url}${path}`, 'GET')).status, 200, path);
  }
});
