// How streams begin, go on and end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import { openStream } from '../support/event-stream.ts';
import { storeInboxEvents } from '../support/inbox-events.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, createTenant, startApi } from './api-fixture.ts';
import { makeKey } from './api-keys-fixture.ts';

test('the tail has each event soon after it is stored, of the types that were asked for, and counts what it leaves out', async (t) => {
  const { url, key, post, ask } = await startThreeHops(t);
  // Kafka and persist are at work.
  const before = await post('order.early', {});
  await until('it is stored', async () => (await ask('GET', `/api/events/${before}`)).status === 200);
  const headers = { 'x-api-key': key };
  const all = await openStream(t, `${url}/api/events/stream`, headers);
  const orders = await openStream(t, `${url}/api/events/stream?type=order.*`, headers);
  const [first, second] = [await post('order.created', { a: 1 }), await post('user.created', {})];
  await until('both are in the tail', () => all.messages.some(({ data }) => data.id === second));
  const message = await until('the first is in the other', () =>
    orders.messages.find(({ data }) => data.id === first),
  );
  assert.deepEqual([message.event, message.data.type], ['event', 'order.created']);
  assert.ok(!all.messages.some(({ data }) => data.id === before), 'what was there before is not shown');

  const events = Array.from({ length: 200 }, (_, i) => ({ type: 'order.many', payload: { i } }));
  const answer = await call(`${url}/api/events/batch`, 'POST', { key, body: { events } });
  assert.equal(answer.status, 202, answer.text);
  await until('each of them is shown or counted', () => {
    const shown = orders.messages.filter(({ data }) => data.type === 'order.many').length;
    const counted = orders.messages
      .filter(({ event }) => event === 'more')
      .reduce((sum, { data }) => sum + Number(data.count), 0);
    return shown + counted === 200;
  });
  assert.ok(orders.messages.every(({ data }) => data.type !== 'user.created'));
});

test('who comes back with the id of the last message has what was stored meanwhile', async (t) => {
  const { url, key, post } = await startThreeHops(t);
  const headers = { 'x-api-key': key };
  const stream = await openStream(t, `${url}/api/events/stream`, headers);
  const seen = await post('a', {});
  const last = await until('it is shown', () => stream.messages.find(({ data }) => data.id === seen));
  stream.close();
  const missed = await post('b', {});
  const again = await openStream(t, `${url}/api/events/stream`, {
    ...headers,
    'last-event-id': last.id ?? '',
  });
  await until('what was missed is shown', () => again.messages.find(({ data }) => data.id === missed));
  assert.ok(!again.messages.some(({ data }) => data.id === seen), 'what it had is not shown again');
});

test('who comes back has also what was accepted with the last message or before it, and was stored after it', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey, organizationId } = await createTenant(url);
  const headers = { 'x-api-key': apiKey };
  const stream = await openStream(t, `${url}/api/events/stream`, headers);
  const acceptedAtMs = Date.now() + 1000;
  const store = (...before: number[]) =>
    storeInboxEvents(
      database.pool,
      { organizationId, endpointId: uuidV7() },
      before.map((ms) => ({ at: new Date(acceptedAtMs - ms).toISOString() })),
    );
  const [seen] = await store(0);
  const last = await until('it is shown', () => stream.messages.find(({ data }) => data.id === seen));
  stream.close();
  const missed = await store(0, 300);
  const again = await openStream(t, `${url}/api/events/stream`, {
    ...headers,
    'last-event-id': last.id ?? '',
  });
  for (const id of missed)
    await until('what was missed is shown', () => again.messages.some(({ data }) => data.id === id));
});

test('a stream ends when its key is revoked, and others of the organization go on', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const { apiKey: shortLived, id: keyId } = await makeKey(url, apiKey, {});
  const ended = await openStream(t, `${url}/api/stats/stream`, { 'x-api-key': shortLived });
  const stays = await openStream(t, `${url}/api/stats/stream`, { 'x-api-key': apiKey });
  const revoked = await call(`${url}/api/keys/${keyId}`, 'DELETE', { key: apiKey });
  assert.ok(revoked.status < 300, revoked.text);
  await until('it has ended', () => ended.hasEnded());
  const had = stays.messages.length;
  await until('the other goes on', () => stays.messages.length > had);
  assert.equal(stays.hasEnded(), false);
});

test('a stop ends every stream at once, with when to come back, and waits neither for them nor for who comes back', async (t) => {
  const { url, service } = await startApi(t, { SHUTDOWN_DELAY: '1s', SHUTDOWN_GRACE: '20s' });
  const { apiKey } = await createTenant(url);
  const headers = { 'x-api-key': apiKey };
  const streams = [
    await openStream(t, `${url}/api/stats/stream`, headers),
    await openStream(t, `${url}/api/events/stream`, headers),
    await openStream(t, `${url}/api/admin/lag/stream`, { authorization: `Bearer ${ADMIN_TOKEN}` }),
  ];
  const deadline = AbortSignal.timeout(30_000);
  let isStopped = false;
  const stopped = service.stop(deadline).then(() => {
    isStopped = true;
  });
  await until('all have ended', () => streams.every((stream) => stream.hasEnded()));
  assert.ok(streams.every((stream) => Number(stream.retryMs()) > 0));
  // A client that does not wait for as long as it was told.
  while (!isStopped) {
    const again = await openStream(t, `${url}/api/stats/stream`, headers).catch(() => undefined);
    if (again) await until('it is sent away', () => again.hasEnded());
  }
  await stopped;
  assert.equal(deadline.aborted, false);
});

test('an organization has so many streams; further ones are refused, and another organization has its own', async (t) => {
  const { url } = await startApi(t);
  const [greedy, modest] = [await createTenant(url), await createTenant(url)];
  const open = (key: string) => openStream(t, `${url}/api/stats/stream`, { 'x-api-key': key });
  const streams = await Promise.all(Array.from({ length: 20 }, () => open(greedy.apiKey)));
  const refused = await call(`${url}/api/events/stream`, 'GET', { key: greedy.apiKey });
  assert.deepEqual([refused.status, refused.json.code], [429, 'HPL_STREAMS_BUSY']);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  await open(modest.apiKey);
  streams[0]?.close();
  await until(
    'there is room again',
    async () => (await call(`${url}/api/events/stream`, 'GET', { key: greedy.apiKey })).status === 200,
  );
});

test('an administrator follows the lag of every hop and rung, and nobody else does', async (t) => {
  const { url, key, post, topics } = await startThreeHops(t);
  await post('a', {});
  const refused = await call(`${url}/api/admin/lag/stream`, 'GET', { key });
  assert.equal(refused.status, 401);
  const stream = await openStream(t, `${url}/api/admin/lag/stream`, {
    authorization: `Bearer ${ADMIN_TOKEN}`,
  });
  const message = await until('a reading', () => stream.messages.find(({ data }) => data.groups));
  const groups = message.data.groups as {
    group: string;
    topics: { topic: string; delay_ms: number; lag: number }[];
  }[];
  assert.equal(groups.length, 3);
  const rungs = groups.flatMap((group) => group.topics).filter(({ delay_ms }) => delay_ms > 0);
  assert.equal(rungs.length, topics.ladder.rungs.length);
  assert.ok(groups.flatMap((group) => group.topics).every(({ lag }) => lag >= 0));
});
