// The streams of the TypeScript client: on the real api, whose connections break, and before servers that fail.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type EventsMessage, Hopline, type LiveEvent, type LiveStats } from '../../packages/sdk/src/index.ts';
import { readStream } from '../../packages/sdk/src/streams/read-stream.ts';
import { createTenant, startApi } from '../integration/api-fixture.ts';
import { answerJson, startAnsweringServer } from '../support/sdk/answering-server.ts';
import { shuttablePort } from '../support/shuttable-port.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';

const apiKey = 'hop_anId_aSecretOfTheTests';
const STREAM = { 'content-type': 'text/event-stream' };

/** What a stream gives until the test ends. */
function gather<T>(
  t: TestContext,
  follow: (signal: AbortSignal) => AsyncIterable<T>,
): { items: T[]; ended: Promise<unknown> } {
  const closing = new AbortController();
  t.after(() => closing.abort());
  const items: T[] = [];
  const read = async () => {
    for await (const item of follow(closing.signal)) items.push(item);
  };
  return { items, ended: read().catch((error: unknown) => error) };
}

const idsIn = (messages: readonly EventsMessage[]) =>
  messages.flatMap((message) => (message.kind === 'event' ? [message.event.id] : []));

test('events and figures are followed, with the members that the types have', async (t) => {
  const { url, key, post } = await startThreeHops(t);
  const hopline = new Hopline({ apiKey: key, baseUrl: url });
  const stats = gather(t, (signal) => hopline.stats.stream({ signal }));
  const orders = gather(t, (signal) => hopline.events.stream({ types: ['order.*'], signal }));
  await until('there are figures', () => stats.items.length > 0);
  // Whether its stream has begun, nobody says: what was stored before is not shown.
  const seen = await until('an order is shown', async () => {
    await post('order.created', { order_id: 1 });
    return orders.items.find((message) => message.kind === 'event');
  });
  const other = await post('user.created', {});
  const last = await post('order.paid', {});
  await until('the last order is shown', () => idsIn(orders.items).includes(last));
  assert.ok(!idsIn(orders.items).includes(other));
  assert.ok(seen.kind === 'event' && seen.lastEventId !== '');
  const { id, type, acceptedAt: timestamp, bytes } = seen.event;
  assert.equal(bytes, JSON.stringify({ id, type, timestamp, data: { order_id: 1 } }).length);
  const MEMBERS = {
    ...{ id: 1, type: 1, acceptedAt: 1, storedAt: 1, dedupId: 1, orderingKey: 1, bytes: 1 },
  } satisfies Record<keyof LiveEvent, 1>;
  assert.deepEqual(Object.keys(seen.event).sort(), Object.keys(MEMBERS).sort());

  const known = await until('what was stored shows', async () => {
    await post('user.created', {});
    return stats.items.find(({ perSecond }) => (perSecond?.stored ?? 0) > 0);
  });
  const FIGURES = {
    ...{ at: 1, seconds: 1, perSecond: 1, deliveryMs: 1, endpointsInTrouble: 1 },
  } satisfies Record<keyof LiveStats, 1>;
  assert.deepEqual(Object.keys(known).sort(), Object.keys(FIGURES).sort());
  const asked = await hopline.stats.get();
  assert.ok(asked.perSecond, 'the process that is looked at knows at once');
});

test('a stream whose connection breaks goes on, and shows what was stored meanwhile, once', async (t) => {
  const { url, key, post, ask } = await startThreeHops(t);
  const proxy = await shuttablePort(t, new URL(url));
  const hopline = new Hopline({ apiKey: key, baseUrl: `http://127.0.0.1:${proxy.port}` });
  const { items } = gather(t, (signal) => hopline.events.stream({ signal }));
  const first = await until('one is shown', async () => {
    const id = await post('a', {});
    return idsIn(items).at(-1) ?? (id === '' ? undefined : false);
  });
  proxy.close();
  const missed = await post('b', {});
  await until('it is stored', async () => (await ask('GET', `/api/events/${missed}`)).status === 200);
  proxy.open();
  await until('what was missed is shown', () => idsIn(items).includes(missed));
  assert.ok(idsIn(items).includes(first));
  assert.equal(new Set(idsIn(items)).size, idsIn(items).length, 'one was shown twice');
});

test('a stream ends with the refusal when its key is revoked', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const hopline = new Hopline({ apiKey, baseUrl: url });
  const reader = await hopline.keys.create({ scopes: ['read'] });
  const following = new Hopline({ apiKey: reader.apiKey, baseUrl: url });
  const { items, ended } = gather(t, (signal) => following.stats.stream({ signal }));
  await until('there are figures', () => items.length > 0);
  await hopline.keys.revoke(reader.id);
  const error = await ended;
  assert.ok(error instanceof Error && 'code' in error);
  assert.equal(error.code, 'HPL_AUTH_KEY_REFUSED');
});

test('the token of a portal session sees what its organization has, and has no keys', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const hopline = new Hopline({ apiKey, baseUrl: url });
  const session = await hopline.portalSessions.create({ expiresInSeconds: 60, readOnly: true });
  assert.match(session.url, /\/console\//);
  assert.ok(session.url.includes(session.token));
  assert.ok(Date.parse(session.expiresAt) > Date.now());
  const visitor = new Hopline({ apiKey: session.token, baseUrl: url });
  assert.deepEqual(await visitor.endpoints.list(), []);
  await assert.rejects(visitor.endpoints.create({ url: 'https://example.com' }), { code: 'HPL_AUTH_SCOPE' });
  await assert.rejects(visitor.keys.create(), { code: 'HPL_AUTH_KEY_REFUSED' });
});

test('a stream is opened again behind its last message, whatever was in the way', async (t) => {
  const head = 'event: event\ndata: ';
  const server = await startAnsweringServer(t, (response, nth) => {
    if (nth === 1) response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
    else if (nth === 2) answerJson(response, 429, { code: 'HPL_STREAMS_BUSY' }, { 'retry-after': '0' });
    else if (nth === 3) response.writeHead(200, STREAM).end(`retry: 10\n\nid: 7\n${head}{"id":"a"}\n\n`);
    else if (nth === 4) {
      response.writeHead(200, STREAM);
      response.write(`${head}{"id":"b"}\n\nevent: new\ndata: {}\n\n${head}{"id`, () => response.destroy());
    } else response.writeHead(200, STREAM).end(`event: more\ndata: {"count":3,"at_least":true}\n\n`);
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  const messages: EventsMessage[] = [];
  for await (const message of hopline.events.stream({ types: ['a', 'b.*'], lastEventId: '5' })) {
    messages.push(message);
    if (message.kind === 'more') break;
  }
  assert.deepEqual(messages, [
    { kind: 'event', event: { id: 'a' }, lastEventId: '7' },
    { kind: 'event', event: { id: 'b' }, lastEventId: '7' },
    { kind: 'more', count: 3, atLeast: true },
  ]);
  assert.deepEqual(
    server.asked.map(({ url, headers }) => [url, headers['last-event-id'], headers.accept]),
    ['5', '5', '5', '7', '7'].map((id) => ['/api/events/stream?type=a%2Cb.*', id, 'text/event-stream']),
  );
});

test('what does not pass is thrown at once, and what stays in the way after the retries', async (t) => {
  const server = await startAnsweringServer(t, (response, nth) => {
    if (nth === 1) answerJson(response, 401, { code: 'HPL_AUTH_KEY_REFUSED', detail: apiKey });
    else if (nth === 2) answerJson(response, 200, { hello: 'proxy' });
    else if (nth === 3) response.writeHead(200, STREAM).end('event: stats\ndata: no JSON\n\n');
    else answerJson(response, 503, { code: 'HPL_DATABASE_UNAVAILABLE' }, { 'retry-after': '0' });
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  const next = () => hopline.stats.stream({ retries: 1 }).next();
  await assert.rejects(next(), { code: 'HPL_AUTH_KEY_REFUSED', detail: '***' });
  await assert.rejects(next(), { code: 'HPL_CLIENT_ANSWER', status: 200 });
  await assert.rejects(next(), { code: 'HPL_CLIENT_ANSWER', status: undefined });
  assert.equal(server.asked.length, 3);
  await assert.rejects(next(), { code: 'HPL_DATABASE_UNAVAILABLE', status: 503 });
  assert.equal(server.asked.length, 5);
});

test('whoever stops reading ends the connection, and so does a signal, with its reason', async (t) => {
  let open = 0;
  const server = await startAnsweringServer(t, (response) => {
    open += 1;
    response.on('close', () => (open -= 1));
    response.writeHead(200, STREAM).write('event: stats\ndata: {}\n\n');
  });
  const hopline = new Hopline({ apiKey, baseUrl: server.url });
  for await (const _ of hopline.stats.stream()) break;
  await until('the loop has ended it', () => server.asked.length === 1 && open === 0);
  const closing = new AbortController();
  const stream = hopline.stats.stream({ signal: closing.signal });
  await stream.next();
  const waiting = stream.next();
  closing.abort(new Error('enough'));
  await assert.rejects(waiting, { message: 'enough' });
  await until('the signal has ended it', () => server.asked.length === 2 && open === 0);
});

test('a connection on which nothing comes counts as broken, however slow its reader is', async (t) => {
  const server = await startAnsweringServer(t, (response) => {
    response.writeHead(200, STREAM).write(': hello\n\n');
  });
  // Long enough for a machine that is busy with other things.
  const limitMs = 5000;
  const connection = { apiKey, baseUrl: server.url, fetch, timeoutMs: limitMs };
  const stream = readStream(connection, { path: '/', lastEventId: '', silenceMs: limitMs });
  assert.equal((await stream.next()).value, '');
  // Longer than either limit: the clock of the silence begins when the reader waits.
  const slow = Date.now() + limitMs + 100;
  await until('some time has passed', () => Date.now() > slow);
  assert.equal((await stream.next()).value, ': hello\n\n');
  await assert.rejects(stream.next(), { code: 'HPL_CLIENT_TIMEOUT', isRetryable: true });
});
