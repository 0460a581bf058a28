// Replays over HTTP: asked for, listed, paused, resumed, cancelled; and one from the request to the last post.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import { inReverse } from '../support/cleanup.ts';
import { addDeliveries, addEndpoint, startDeliver } from '../support/deliveries.ts';
import { persistFixture } from '../support/persist.ts';
import { startReceiver } from '../support/receiver.ts';
import { insertEndpoint } from '../support/tenants.ts';
import { until } from '../support/until.ts';
import { wholePage } from '../support/whole-page.ts';
import { type ApiFixture, call, createTenant, makeApi, startApi } from './api-fixture.ts';

async function addTenant({ url, database }: Pick<ApiFixture, 'url' | 'database'>) {
  const { apiKey: key, organizationId } = await createTenant(url);
  const { id: endpointId } = await insertEndpoint(database.pool, organizationId);
  const post = (path: string, body?: unknown) => call(`${url}/api/${path}`, 'POST', { key, body });
  const get = (path: string) => call(`${url}/api/${path}`, 'GET', { key });
  const create = async (body?: unknown) => {
    const answer = await post('replays', body);
    assert.equal(answer.status, 202, answer.text);
    return answer;
  };
  return { key, organizationId, endpointId, post, get, create };
}

async function prepare(t: TestContext) {
  const api = await startApi(t);
  return { api, pool: api.database.pool, ...(await addTenant(api)) };
}

test('a replay says what was asked for and where it can be read', async (t) => {
  const { get, create, post, endpointId, pool, organizationId } = await prepare(t);
  const { id: second } = await insertEndpoint(pool, organizationId);
  const answer = await create();
  const { id, from, to, created_at, ...rest } = answer.json;
  assert.equal(answer.headers.get('location'), `/api/replays/${id}`);
  // Until now, by the database's clock.
  assert.equal(to, created_at);
  // From the first day on that there is, which is none.
  assert.equal(from, created_at);
  const part = { replayed: 0, made: 0, waits_for: null, outcome: null, ended_at: null };
  assert.deepEqual(rest, {
    ...{ endpoint_id: null, select: 'failed', rate: 50, state: 'running', event_types: null, states: null },
    ...{ ended_at: null, progress: 0, looked_at: 0, replayed: 0, made: 0 },
    endpoints: [endpointId, second].toSorted().map((one) => ({ endpoint_id: one, ...part })),
  });
  const none = { pending: 0, sending: 0, succeeded: 0, dead: 0, cancelled: 0 };
  assert.deepEqual((await get(`replays/${id}`)).json, { ...answer.json, deliveries: none });

  const asked = { select: 'all', from: '2026-03-01T00:00:00Z', to: '2026-03-02T12:00:00+02:00', rate: 7 };
  const one = await post(`endpoints/${second}/replay`, asked);
  assert.equal(one.status, 202, one.text);
  assert.deepEqual(
    [one.json.endpoint_id, one.json.select, one.json.from, one.json.to, one.json.rate],
    [second, 'all', '2026-03-01T00:00:00.000Z', '2026-03-02T10:00:00.000Z', 7],
  );
  assert.equal((one.json.endpoints as object[]).length, 1);
  const some = await create({ event_types: ['order.*', 'user.created'], states: ['dead'] });
  assert.deepEqual([some.json.event_types, some.json.states], [['order.*', 'user.created'], ['dead']]);
  assert.deepEqual((await get(`replays/${some.json.id}`)).json.event_types, ['order.*', 'user.created']);
  // What is asked for ahead of time ends now.
  const ahead = await create({ to: '2200-01-01T00:00:00Z' });
  assert.equal(ahead.json.to, ahead.json.created_at);
});

test('what cannot be is refused', async (t) => {
  const { api, post, get, endpointId, pool } = await prepare(t);
  const other = await addTenant(api);
  const bodies = [
    ...[
      { select: 'lost' },
      { select: 'all' },
      { select: 'missing' },
      { rate: 0 },
      { rate: 1001 },
      { rate: 1.5 },
    ],
    ...[{ event_types: [] }, { event_types: ['no/type'] }, { states: [] }, { states: ['succeeded'] }],
    ...[{ select: 'all', from: '2026-03-01T00:00:00Z', states: ['dead'] }],
    ...[{ from: 'now' }, { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' }, { nothing: 1 }],
  ];
  for (const body of bodies) {
    const answer = await post('replays', body);
    assert.deepEqual([answer.status, answer.json.code], [400, 'HPL_REQUEST_INVALID'], JSON.stringify(body));
  }
  const missing = 'HPL_ENDPOINT_NOT_FOUND';
  for (const id of [uuidV7(), other.endpointId]) {
    const answer = await post(`endpoints/${id}/replay`, {});
    assert.deepEqual([answer.status, answer.json.code], [404, missing], id);
  }
  await pool.query('update endpoints set deleted_at = now() where id = $1', [endpointId]);
  assert.equal((await post(`endpoints/${endpointId}/replay`, {})).json.code, missing);
  assert.deepEqual((await get('replays')).json, { replays: [], next_cursor: null });
});

test('a replay is paused, resumed and cancelled; one that is over is not', async (t) => {
  const { api, pool, create, post, get } = await prepare(t);
  const { id } = (await create()).json;
  const change = async (what: string) => {
    const { status, json } = await post(`replays/${id}/${what}`);
    return [status, json.state ?? json.code];
  };
  assert.deepEqual(await change('pause'), [200, 'paused']);
  assert.deepEqual(await change('pause'), [200, 'paused']);
  assert.deepEqual(await change('resume'), [200, 'running']);
  assert.deepEqual(await change('cancel'), [200, 'cancelled']);
  assert.deepEqual(await change('cancel'), [200, 'cancelled']);
  assert.deepEqual(await change('resume'), [409, 'HPL_REPLAY_ENDED']);
  assert.ok((await get(`replays/${id}`)).json.ended_at);
  await pool.query("update replays set state = 'finished'");
  assert.deepEqual(await change('pause'), [409, 'HPL_REPLAY_ENDED']);
  assert.deepEqual(await change('cancel'), [409, 'HPL_REPLAY_ENDED']);

  const other = await addTenant(api);
  for (const [method, path] of [
    ['GET', `replays/${id}`],
    ['POST', `replays/${id}/pause`],
    ['POST', `replays/${id}/cancel`],
  ] as const) {
    const answer = await call(`${api.url}/api/${path}`, method, { key: other.key });
    assert.deepEqual([answer.status, answer.json.code], [404, 'HPL_REPLAY_NOT_FOUND'], path);
  }
  assert.deepEqual((await other.get('replays')).json.replays, []);
});

test('an organization has at most twenty that are not over, however many ask at once', async (t) => {
  const { api, post, create, get } = await prepare(t);
  const answers = await Promise.all(Array.from({ length: 25 }, () => post('replays', {})));
  const by = (status: number) => answers.filter((answer) => answer.status === status);
  assert.deepEqual([by(202).length, by(409).length], [20, 5]);
  assert.equal(by(409)[0]?.json.code, 'HPL_REPLAY_LIMIT');
  await (await addTenant(api)).create();
  await post(`replays/${by(202)[0]?.json.id}/cancel`);
  const { id: newest } = (await create()).json;

  const found: unknown[] = [];
  for (let cursor = ''; ; ) {
    const { json } = await get(`replays?limit=8${cursor}`);
    found.push(...(json.replays as { id: string }[]).map(({ id }) => id));
    if (json.next_cursor === null) break;
    cursor = `&cursor=${json.next_cursor}`;
  }
  assert.equal(found[0], newest);
  assert.deepEqual(found.toSorted(), [newest, ...by(202).map(({ json }) => json.id)].toSorted());
});

test('from the request to the last post: the same webhook-id and body, and counts of what came of it', async (context) => {
  const t = inReverse(context);
  const { database, kafka, start } = await persistFixture(t);
  const { pool } = database;
  const { service } = makeApi(t, { database, topics: kafka });
  await service.start();
  const url = `http://127.0.0.1:${service.port()}`;
  const { key, organizationId, post, get } = await addTenant({ url, database });
  // Every second one fails for good, once more.
  const refused = new Set<string>();
  const receiver = await startReceiver(t, ({ webhookId }) => (refused.has(webhookId) ? 500 : 200));
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  receiver.expectSecret('/', endpoint.secret);
  await start({ REPLAY_INTERVAL: '100ms' });
  const deliveries = await addDeliveries(pool, endpoint, 20);
  await pool.query(
    "update deliveries set state = 'dead', ended_at = now(), dlq_at = now(), attempts = 1, version = 3",
  );
  for (const { eventId } of deliveries.slice(0, 5)) refused.add(eventId);
  // Not before they have ended: as the new owner of the endpoint it looks for what is due. So many failures open the breaker, which
  // is not what this is about.
  await startDeliver(t, database, kafka, { BREAKER_OPEN: '20ms' });

  const { json } = await post(`endpoints/${endpoint.id}/replay`, {});
  const replay = await until('it is finished, and all have ended', async () => {
    const read = (await get(`replays/${json.id}`)).json;
    const ended = read.deliveries as Record<string, number>;
    return read.state === 'finished' && (ended.pending ?? 0) + (ended.sending ?? 0) === 0 && read;
  });
  assert.deepEqual(
    [replay.progress, replay.replayed, replay.made, replay.deliveries],
    [1, 20, 0, { pending: 0, sending: 0, succeeded: 15, dead: 5, cancelled: 0 }],
  );
  for (const { eventId, body } of deliveries) {
    const posts = receiver.byId(eventId);
    // Those that fail go down the whole ladder again.
    assert.equal(posts.length, refused.has(eventId) ? 1 + kafka.ladder.steps.length : 1);
    assert.ok(posts.every((one) => one.valid && one.body.equals(body)));
  }
  const path = `/api/deliveries?state=dead&endpoint_id=${endpoint.id}`;
  const ask = (path: string) => call(url + path, 'GET', { key });
  const listed = await wholePage<{ replay_id: string }>(ask, path, 'deliveries');
  assert.deepEqual(
    listed.rows.map(({ replay_id }) => replay_id),
    Array.from({ length: 5 }, () => json.id),
  );
});
