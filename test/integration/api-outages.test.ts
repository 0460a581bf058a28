// What the api does while Kafka or Postgres is away, and while it stops.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, type TestContext, test } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { uuidV7 } from '@hopline/wire/uuid';
import { createDatabase } from '../support/database.ts';
import { proxiedDatabase } from '../support/database-proxy.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { API } from '../support/kafka-frames.ts';
import { type ProxiedKafka, startProxiedKafka } from '../support/proxied-kafka.ts';
import { createTopics, type TestTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call, createTenant, makeApi, startApi } from './api-fixture.ts';

const EVENT = { type: 'order.created', payload: {} };

describe('with a Kafka that fails', { concurrency: 1 }, () => {
  let proxied: ProxiedKafka;
  let proxy: FaultProxy;
  let topics: TestTopics;

  before(async () => {
    proxied = await startProxiedKafka();
    proxy = proxied.proxy;
    topics = await proxied.createTopics();
  });
  after(async () => {
    await proxied?.[Symbol.asyncDispose]();
  });

  async function start(t: TestContext, env: Record<string, string> = {}) {
    const database = await createDatabase(t);
    const { service, lines } = makeApi(t, { database, topics }, env);
    await service.start();
    return { service, lines, url: `http://127.0.0.1:${service.port()}` };
  }

  test('an event that Kafka does not acknowledge in time is answered 503: unknown, send it again', async (t) => {
    const { url, lines } = await start(t, { ACCEPT_TIMEOUT: '2s' });
    const { apiKey: key } = await createTenant(url);
    // On a machine that is busy the first one, over new connections, may take longer than this api waits.
    await until('it accepts', async () => {
      return (await call(`${url}/api/events`, 'POST', { key, body: EVENT })).status === 202;
    });
    proxy.blackHole();
    t.after(() => proxy.heal());
    const refused = await call(`${url}/api/events`, 'POST', { key, body: EVENT });
    assert.deepEqual([refused.status, refused.json.code], [503, 'HPL_INGEST_UNAVAILABLE'], refused.text);
    assert.match(refused.headers.get('retry-after') ?? '', /^[1-5]$/);
    assert.match(String(refused.json.detail), /unknown whether it was written.*same dedup_id/);
    const line = lines.findLast(({ message }) => message === 'event.refused');
    assert.equal(line?.level, 'warn');
    await until(
      'it says that it is not ready',
      async () => (await call(`${url}/readyz`, 'GET')).status === 503,
    );
    proxy.heal();
    await until('it accepts again', async () => {
      return (await call(`${url}/api/events`, 'POST', { key, body: EVENT })).status === 202;
    });
    await until('it is ready again', async () => (await call(`${url}/readyz`, 'GET')).status === 200);
  });

  test('a batch that Kafka does not acknowledge in time is answered 503, with an item for each event', async (t) => {
    const { url } = await start(t, { ACCEPT_TIMEOUT: '2s' });
    const { apiKey: key } = await createTenant(url);
    const body = { events: [EVENT, { type: 'a b', payload: {} }, EVENT] };
    await until('it accepts', async () => {
      return (await call(`${url}/api/events/batch`, 'POST', { key, body })).status === 202;
    });
    proxy.blackHole();
    t.after(() => proxy.heal());
    const refused = await call(`${url}/api/events/batch`, 'POST', { key, body });
    assert.deepEqual([refused.status, refused.json.code], [503, 'HPL_INGEST_UNAVAILABLE'], refused.text);
    assert.match(refused.headers.get('retry-after') ?? '', /^[1-5]$/);
    assert.deepEqual(
      (refused.json.items as { status: string; code: string }[]).map(({ status, code }) => [status, code]),
      [
        ['unknown', 'HPL_INGEST_UNAVAILABLE'],
        ['refused', 'HPL_REQUEST_INVALID'],
        ['unknown', 'HPL_INGEST_UNAVAILABLE'],
      ],
    );
    const { accepted, refused: notWritten, unknown } = refused.json;
    assert.deepEqual([accepted, notWritten, unknown], [0, 1, 2]);
    assert.match(String(refused.json.detail), /^no event was acknowledged/);
    proxy.heal();
    await until('it accepts again', async () => {
      return (await call(`${url}/api/events/batch`, 'POST', { key, body })).status === 202;
    });
  });

  test('an acknowledgement that is lost does not become a 202 before another one has come', async (t) => {
    const { url } = await start(t);
    const { apiKey: key } = await createTenant(url);
    const body = { ...EVENT, dedup_id: 'd' };
    const met = proxy.faultsMet();
    const sent = proxy.requests(API.produce);
    proxy.inject(API.produce, { kind: 'cut-after' });
    const answer = await call(`${url}/api/events`, 'POST', { key, body });
    assert.equal(proxy.faultsMet(), met + 1);
    assert.equal(answer.status, 202);
    assert.ok(proxy.requests(API.produce) >= sent + 2);
  });

  test('an api that starts before Kafka is there listens, says so, and accepts once Kafka has come', async (t) => {
    const database = await createDatabase(t);
    await proxied.kafka.node.kill();
    const { service } = makeApi(t, { database, topics });
    const started = service.start();
    const url = await until('it listens', () => {
      try {
        return `http://127.0.0.1:${service.port()}`;
      } catch {
        return undefined;
      }
    });
    assert.equal((await call(`${url}/healthz`, 'GET')).status, 200);
    const notReady = await call(`${url}/readyz`, 'GET');
    assert.equal(notReady.status, 503);
    assert.equal((notReady.json.checks as Record<string, string>).lifecycle, 'starting');
    const { apiKey: key } = await createTenant(url);
    const refused = await call(`${url}/api/events`, 'POST', { key, body: EVENT });
    assert.deepEqual([refused.status, refused.json.code], [503, 'HPL_INGEST_UNAVAILABLE']);
    await proxied.kafka.node.start();
    await started;
    assert.equal((await call(`${url}/api/events`, 'POST', { key, body: EVENT })).status, 202);
  });

  test('it can be stopped while it waits for Kafka', async (t) => {
    const database = await createDatabase(t);
    const nobody = { ...topics, brokers: [`127.0.0.1:${await freePort()}`] };
    const { service, lines } = makeApi(t, { database, topics: nobody });
    const started = service.start();
    await until('it has tried', () => lines.some(({ message }) => message === 'publisher.start_failed'));
    await service.stop(AbortSignal.timeout(5000));
    await assert.rejects(started, /stopped while it started/);
  });

  test('a stop lets the requests under way end and answers them, on connections that it then closes', async (t) => {
    const { url, service } = await start(t);
    const { apiKey } = await createTenant(url);
    const agent = new Agent({ keepAlive: true });
    t.after(() => agent.destroy());
    proxy.blackHole();
    t.after(() => proxy.heal());
    const pending = post(`${url}/api/events`, apiKey, agent);
    await until('the event is on its way', () => proxy.held(API.produce) > 0);
    const idle = connect(service.port(), '127.0.0.1');
    await once(idle, 'connect');
    const deadline = AbortSignal.timeout(10_000);
    const stopped = service.stop(deadline);
    await until('the port is closed', () =>
      fetch(`${url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    proxy.heal();
    const answer = await pending;
    assert.equal(answer.status, 202);
    assert.equal(answer.connection, 'close');
    await stopped;
    // The connection that was opened and never used did not hold it up.
    assert.equal(deadline.aborted, false);
    await assert.rejects(fetch(`${url}/healthz`));
  });

  test('a request that outlasts the deadline of a stop is cut off', async (t) => {
    const { url, service } = await start(t);
    const { apiKey } = await createTenant(url);
    proxy.blackHole();
    t.after(() => proxy.heal());
    const agent = new Agent({ keepAlive: true });
    const pending = post(`${url}/api/events`, apiKey, agent);
    const failed = assert.rejects(pending, /socket hang up|ECONNRESET/);
    const deadline = new AbortController();
    await until('the request is under way', () => Object.keys(agent.sockets).length > 0);
    const stopped = service.stop(deadline.signal);
    deadline.abort();
    await Promise.all([failed, stopped]);
  });
});

test('while Postgres is away keys that are known go on and all else is a 503, and it recovers by itself', async (t) => {
  const { database, proxy } = await proxiedDatabase(t);
  const topics = await createTopics();
  const { service } = makeApi(t, { database, topics });
  await service.start();
  const url = `http://127.0.0.1:${service.port()}`;
  const { apiKey: known } = await createTenant(url);
  const { apiKey: unknown } = await createTenant(url);
  assert.equal((await call(`${url}/api/events`, 'POST', { key: known, body: EVENT })).status, 202);

  proxy.close();
  const statusOf = async (path: string, method: string, key: string, body?: unknown) => {
    const answer = await call(`${url}${path}`, method, { key, ...(body ? { body } : {}) });
    if (answer.status === 503) assert.match(answer.headers.get('retry-after') ?? '', /^[1-5]$/);
    return [answer.status, answer.json.code];
  };
  assert.deepEqual(await statusOf('/api/events', 'POST', known, EVENT), [202, undefined]);
  assert.deepEqual(await statusOf('/api/events', 'POST', unknown, EVENT), [503, 'HPL_AUTH_UNAVAILABLE']);
  assert.deepEqual(await statusOf('/api/endpoints', 'GET', known), [503, 'HPL_DATABASE_UNAVAILABLE']);
  assert.deepEqual(await statusOf(`/api/events/${uuidV7()}`, 'GET', known), [
    503,
    'HPL_DATABASE_UNAVAILABLE',
  ]);
  // It looks by itself every few seconds, and at once when a connection breaks.
  const ready = await until('it is told that Postgres is away', async () => {
    const answer = await call(`${url}/readyz`, 'GET');
    return (answer.json.checks as Record<string, string>).postgres !== 'ok' && answer;
  });
  assert.equal(ready.status, 200);
  assert.deepEqual(Object.keys(ready.json.away as object), ['postgres']);

  proxy.open();
  assert.deepEqual(await statusOf('/api/events', 'POST', unknown, EVENT), [202, undefined]);
  assert.deepEqual(await statusOf('/api/endpoints', 'GET', known), [200, undefined]);
});

test('a client that goes away in the middle of its body harms nobody', async (t) => {
  const { url, service } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const head = `POST /api/events HTTP/1.1\r\nHost: x\r\nX-API-Key: ${apiKey}\r\nContent-Type: application/json\r\n`;
  for (let i = 0; i < 20; i += 1) {
    const socket = connect(service.port(), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`${head}Content-Length: 100\r\n\r\n{"type":`);
    socket.destroy();
  }
  assert.equal((await call(`${url}/api/events`, 'POST', { key: apiKey, body: EVENT })).status, 202);
});

function post(url: string, apiKey: string, agent: Agent): Promise<{ status: number; connection: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, connection: String(response.headers.connection) }),
      );
    });
    sending.on('error', reject);
    sending.end(JSON.stringify(EVENT));
  });
}
