// Who may keep large bodies out, and for how long.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { call, createTenant, startApi } from './api-fixture.ts';

const BATCH_BYTES = 1024 * 1024;
const LARGE = { type: 't', payload: { text: 'x'.repeat(200_000) } };

const post = (url: string, key: string, body: unknown) => call(`${url}/api/events`, 'POST', { key, body });

/** Announces a batch on a connection of its own, and sends nothing of it. */
async function announceBatch(
  t: TestContext,
  url: string,
  key: string,
  { type = 'application/json', bytes = BATCH_BYTES } = {},
): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  const head = `Host: x\r\nX-API-Key: ${key}\r\nContent-Type: ${type}`;
  socket.write(`POST /api/events/batch HTTP/1.1\r\n${head}\r\nContent-Length: ${bytes}\r\n\r\n`);
  return socket;
}

test('large bodies whose clients go away while their keys are looked up leave no room taken', async (t) => {
  // Room for six batches.
  const { url } = await startApi(t, { BUFFER_BYTES: String(8 * BATCH_BYTES) });
  const seen = await createTenant(url);
  for (let i = 0; i < 8; i += 1) {
    // A key that the process has not seen takes a look-up.
    const { apiKey } = await createTenant(url);
    const socket = await announceBatch(t, url, apiKey);
    socket.resetAndDestroy();
    assert.equal((await post(url, apiKey, LARGE)).status, 202);
  }
  assert.equal((await post(url, seen.apiKey, LARGE)).status, 202);
});

test('large bodies that are refused unread leave no room taken when their clients go away', async (t) => {
  // Room for six batches, and for one of an organization.
  const { url } = await startApi(t, { BUFFER_BYTES: String(8 * BATCH_BYTES) });
  const { apiKey } = await createTenant(url);
  assert.equal((await post(url, apiKey, LARGE)).status, 202);
  for (const [wrong, status] of [
    [{ type: 'text/plain' }, '415'],
    [{ bytes: 10 * BATCH_BYTES }, '413'],
  ] as const) {
    const socket = await announceBatch(t, url, apiKey, wrong);
    assert.equal(String((await once(socket, 'data'))[0]).slice(9, 12), status);
    socket.resetAndDestroy();
    assert.equal((await post(url, apiKey, LARGE)).status, 202);
  }
});

test('who announces large bodies and sends nothing keeps out its own ones, not those of others', async (t) => {
  const { url } = await startApi(t);
  const [silent, other] = [await createTenant(url, 'Silent'), await createTenant(url, 'Other')];
  for (const { apiKey } of [silent, other]) {
    assert.equal((await post(url, apiKey, { type: 't', payload: {} })).status, 202);
  }
  // As many as have room in all.
  for (let i = 0; i < 24; i += 1) await announceBatch(t, url, silent.apiKey);
  const own = await post(url, silent.apiKey, LARGE);
  assert.deepEqual([own.status, own.json.code], [429, 'HPL_INGEST_BUFFER_FULL']);
  const others = await Promise.all(Array.from({ length: 10 }, () => post(url, other.apiKey, LARGE)));
  assert.deepEqual(new Set(others.map(({ status }) => status)), new Set([202]));
});

test('who is over its rate limit takes no room', async (t) => {
  // Room for one batch at a time.
  const { url } = await startApi(t, { BUFFER_BYTES: String(2 * BATCH_BYTES), RATE_LIMIT_FREE: '2' });
  const [over, other] = [await createTenant(url, 'Over'), await createTenant(url, 'Other')];
  for (let i = 0; i < 2; i += 1) assert.equal((await post(url, over.apiKey, LARGE)).status, 202);
  const refused = await announceBatch(t, url, over.apiKey);
  assert.match(String((await once(refused, 'data'))[0]), /HPL_RATE_LIMITED/);
  const began = await announceBatch(t, url, other.apiKey);
  const answer = once(began, 'data');
  const events = `{"events":[{"type":"t","payload":{}}]}`;
  began.write(events.padEnd(BATCH_BYTES));
  assert.match(String((await answer)[0]), /^HTTP\/1\.1 202 /);
});
