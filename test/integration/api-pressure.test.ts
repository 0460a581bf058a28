// What the api does when more comes than it can carry, or than persist can store.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { persistSettings } from '@hopline/persist/config';
import { buildService as buildPersist } from '@hopline/persist/service';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger } from '@hopline/telemetry/logger';
import { createDatabase } from '../support/database.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { type Answer, call, createTenant, makeApi, startApi } from './api-fixture.ts';

const EVENT = { type: 'order.created', payload: {} };

const post = (url: string, key: string, body: unknown = EVENT) =>
  call(`${url}/api/events`, 'POST', { key, body });

function assertShed(answer: Answer, status: number, code: string): void {
  assert.deepEqual([answer.status, answer.json.code], [status, code], answer.text);
  const retryAfter = Number(answer.headers.get('retry-after'));
  // Until so much is stored; of the others it is known that they are soon over.
  const [least, most] = code === 'HPL_INGEST_BACKLOG' ? [5, 60] : [1, 5];
  assert.ok(Number.isInteger(retryAfter) && retryAfter >= least && retryAfter <= most, String(retryAfter));
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.match(answer.headers.get('x-response-time') ?? '', /ms$/);
  assert.notEqual(answer.headers.get('connection'), 'close');
}

/** Sends these bytes on a connection of its own, and nothing more. */
async function send(t: TestContext, url: string, bytes: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

test('who fills a partition faster than it is stored is refused, the others go on, and all go on once it is stored', async (t) => {
  const [database, topics] = await Promise.all([createDatabase(t), createTopics({ partitions: 1 })]);
  const { service, lines } = makeApi(t, { database, topics }, { MAX_PARTITION_BACKLOG: '100' });
  await service.start();
  const url = `http://127.0.0.1:${service.port()}`;
  const heavy = await createTenant(url, 'Heavy');
  const light = await createTenant(url, 'Light');
  const batch = { events: Array.from({ length: 100 }, () => EVENT) };
  assert.equal((await post(url, light.apiKey)).status, 202);
  assert.equal(
    (await call(`${url}/api/events/batch`, 'POST', { key: heavy.apiKey, body: batch })).status,
    202,
  );

  const refused = await until('the heavy one is refused', async () => {
    const answer = await post(url, heavy.apiKey);
    return answer.status === 202 ? undefined : answer;
  });
  assertShed(refused, 429, 'HPL_INGEST_BACKLOG');
  const inBatch = await call(`${url}/api/events/batch`, 'POST', { key: heavy.apiKey, body: batch });
  assertShed(inBatch, 429, 'HPL_INGEST_BACKLOG');
  assert.equal((await post(url, light.apiKey)).status, 202);
  const exceeded = lines.find(({ message }) => message === 'backlog.exceeded');
  assert.deepEqual(exceeded?.fields.org_ids, [heavy.organizationId]);
  // What it still may do: see what became of its events.
  assert.equal((await call(`${url}/api/endpoints`, 'GET', { key: heavy.apiKey })).status, 200);

  const persist = buildPersist(
    loadSettings(persistSettings, {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: topics.brokers.join(','),
      TOPIC_PREFIX: topics.prefix,
      RETRY_LADDER: '300ms',
      PORT: '0',
    }),
    createLogger('persist', 'silent'),
  );
  t.after(() => persist.stop(AbortSignal.timeout(5000)));
  await persist.start();
  // It makes no event meanwhile that would have the progress read.
  await until('the backlog is over', () => lines.some(({ message }) => message === 'backlog.cleared'));
  assert.equal((await post(url, heavy.apiKey)).status, 202);
  await until('the refusals are logged together', () =>
    lines.some(({ message, fields }) => message === 'requests.shed' && fields.code === 'HPL_INGEST_BACKLOG'),
  );
  assert.deepEqual(
    lines.filter(({ message }) => message === 'event.refused'),
    [],
  );
});

test('with too little memory left events are refused, and nothing else', async (t) => {
  const { url } = await startApi(t, { MAX_HEAP_BYTES: '1' });
  const { apiKey: key } = await createTenant(url);
  const refused = await until('memory was looked at', async () => {
    const answer = await post(url, key);
    return answer.status === 202 ? undefined : answer;
  });
  assertShed(refused, 503, 'HPL_INGEST_OVERLOADED');
  // Whoever it is: the key is not looked at.
  assertShed(await post(url, 'none'), 503, 'HPL_INGEST_OVERLOADED');
  for (const path of ['/healthz', '/readyz', '/metrics', '/api/endpoints']) {
    assert.equal((await call(`${url}${path}`, 'GET', { key })).status, 200, path);
  }
});

test('while the event loop is late events are refused, and accepted again as soon as it is in time', async (t) => {
  const { url } = await startApi(t, { MAX_EVENT_LOOP_DELAY: '100ms' });
  const { apiKey: key } = await createTenant(url);
  // Its start alone may have made this process late.
  await until('it accepts', async () => (await post(url, key)).status === 202);
  let isBusy = true;
  const keepBusy = () => {
    const end = performance.now() + 200;
    while (performance.now() < end);
    if (isBusy) setImmediate(keepBusy);
  };
  keepBusy();
  const refused = await until('it sheds', async () => {
    const answer = await post(url, key);
    return answer.status === 202 ? undefined : answer;
  });
  const healthy = await call(`${url}/healthz`, 'GET');
  isBusy = false;
  assertShed(refused, 503, 'HPL_INGEST_OVERLOADED');
  assert.equal(healthy.status, 200);
  await until('it accepts again', async () => (await post(url, key)).status === 202);
});

test('large bodies wait for room before they are read, small ones are not held up by them', async (t) => {
  // Room for six bodies of 250 KB of one organization.
  const { url } = await startApi(t, { BUFFER_BYTES: String(8 * 1024 * 1024) });
  const { apiKey } = await createTenant(url);
  const large = JSON.stringify({ type: 't', payload: { text: 'x'.repeat(250_000) } });
  const head = (length: string) =>
    `POST /api/events HTTP/1.1\r\nHost: x\r\nX-API-Key: ${apiKey}\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;
  const begin = () => send(t, url, `${head(`Content-Length: ${large.length}`)}${large.slice(0, 100)}`);
  // Now the key is known, and a head is judged as soon as it is read.
  assert.equal((await post(url, apiKey)).status, 202);
  const slow: Socket[] = [];
  for (let i = 0; i < 6; i += 1) slow.push(await begin());
  // What was sent after them is answered after they were read.
  assert.equal((await post(url, apiKey)).status, 202);
  // Nobody knows how large it will be.
  const chunked = await send(t, url, head('Transfer-Encoding: chunked'));
  const [answer, [bytes]] = await Promise.all([post(url, apiKey, large), once(chunked, 'data')]);
  assertShed(answer, 429, 'HPL_INGEST_BUFFER_FULL');
  assert.match(String(bytes), /^HTTP\/1\.1 429 /);
  assert.equal((await post(url, apiKey)).status, 202);

  // One that goes away while it waits takes nobody's turn.
  (await begin()).destroy();
  const waiting = post(url, apiKey, large);
  slow[0]?.write(large.slice(100));
  assert.match(String((await once(slow[0] as Socket, 'data'))[0]), /^HTTP\/1\.1 202 /);
  assert.equal((await waiting).status, 202);
  slow[1]?.destroy();
  slow[2]?.end('x'.repeat(large.length - 100));
  const three = await Promise.all([1, 2, 3].map(() => post(url, apiKey, large)));
  assert.deepEqual(
    three.map(({ status }) => status),
    [202, 202, 202],
  );
});

test('connections beyond the most are closed at once, and there is room again when others end', async (t) => {
  const { url, service, lines } = await startApi(t, { MAX_CONNECTIONS: '2' });
  const held = [await send(t, url, 'GET'), await send(t, url, 'GET')];
  const refused = await send(t, url, '');
  await once(refused, 'close');
  await until('it is logged', () => lines.some(({ message }) => message === 'connections.dropped'));
  assert.match((await service.metrics.scrape()).body, /^connections_dropped_total 1$/m);
  for (const socket of held) socket.destroy();
  await until('it answers again', async () => {
    const answer = await call(`${url}/healthz`, 'GET').catch(() => undefined);
    return answer?.status === 200;
  });
});
