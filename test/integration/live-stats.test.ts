// The live figures of an organization, over real services: what each hop does shows, in every api process, to its organization
// alone, and is written only while somebody looks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pool } from '@hopline/postgres/pool';
import { inReverse } from '../support/cleanup.ts';
import { type OpenStream, openStream } from '../support/event-stream.ts';
import { startReceiver } from '../support/receiver.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';
import { call, createTenant, makeApi } from './api-fixture.ts';

/** So many messages, one every two seconds, and all that was sent has shown or is over. */
const MESSAGES = 8;

type Rates = Readonly<Record<'accepted' | 'stored' | 'delivered' | 'failed', number>>;

/** How many events or attempts the figures of a message speak of; undefined while nothing is known. */
function countsIn(data: Record<string, unknown>): Rates | undefined {
  const rates = data.per_second as Rates | null;
  if (!rates) return undefined;
  const count = (rate: number) => Math.round(rate * Number(data.seconds));
  return {
    accepted: count(rates.accepted),
    stored: count(rates.stored),
    delivered: count(rates.delivered),
    failed: count(rates.failed),
  };
}

/**
 * Sends, and waits until the stream has had figures that fit. What a process cannot write within a second is forgotten, and
 * figures are of ten seconds: on a machine that stood still meanwhile it is sent once more.
 */
function figures(
  what: string,
  { messages }: OpenStream,
  { fits, send }: { fits: (counts: Rates) => boolean; send: () => Promise<unknown> },
) {
  const find = () =>
    messages.find(({ data }) => {
      const counts = countsIn(data);
      return counts !== undefined && fits(counts);
    });
  let sentUntil = 0;
  return until(what, async () => {
    const found = find();
    if (found || messages.length < sentUntil) return found;
    await send();
    sentUntil = messages.length + MESSAGES;
    return undefined;
  });
}

/** A stream that has been told of once: from now on whatever happens counts. */
async function follow(
  t: { after(task: () => unknown): void },
  url: string,
  key: string,
): Promise<OpenStream> {
  const stream = await openStream(t, `${url}/api/stats/stream`, { 'x-api-key': key });
  await until('the first figures', () => stream.messages.length > 0);
  return stream;
}

test('what is sent shows as accepted, stored, delivered and failed, with its times, the same in two api processes', async (t) => {
  const hops = await startThreeHops(t);
  const { url, key, database, topics } = hops;
  const second = makeApi(inReverse(t), { database, topics });
  await second.service.start();
  const secondUrl = `http://127.0.0.1:${second.service.port()}`;
  const receiver = await startReceiver(t, ({ path }) => (path === '/bad' ? 500 : 200));
  await hops.makeEndpoint(`${receiver.url}/good`, { event_types: ['good'] });
  const bad = await hops.makeEndpoint(`${receiver.url}/bad`, { event_types: ['bad'] });
  await hops.post('warm', {});

  const streams = [await follow(t, url, key), await follow(t, secondUrl, key)];
  const [first] = streams;
  assert.equal(first?.messages[0]?.event, 'stats');
  assert.equal(first?.messages[0]?.data.per_second, null, 'nothing is known at the beginning');
  const sendAll = async () => {
    for (let i = 0; i < 6; i += 1) await hops.post('good', { i });
    await hops.post('bad', {});
  };
  for (const stream of streams) {
    const message = await figures('all that was sent', stream, {
      fits: ({ accepted, stored, delivered, failed }) =>
        accepted >= 7 && stored >= 7 && delivered >= 6 && failed >= 1,
      send: sendAll,
    });
    const { p50, p95 } = message.data.delivery_ms as { p50: number; p95: number };
    assert.ok(p50 > 0 && p95 >= p50, `${p50} ms, ${p95} ms`);
    const troubled = await until('the endpoint that fails is in trouble', () => {
      const listed = stream.messages.at(-1)?.data.endpoints_in_trouble as { id: string; trouble: string }[];
      return listed.find(({ id }) => id === bad.id);
    });
    assert.ok(['failing', 'breaker_open'].includes(troubled.trouble), troubled.trouble);
  }
  const asked = await call(`${url}/api/stats`, 'GET', { key });
  assert.equal(asked.status, 200);
  assert.notEqual(asked.json.per_second, null, 'who asks a process that is looking gets figures at once');
});

test('who is not looked at is written nowhere, and another organization sees nothing of it', async (t) => {
  const hops = await startThreeHops(t);
  const { url, database } = hops;
  const watched = await createTenant(url, 'the one that looks');
  const stream = await follow(t, url, watched.apiKey);
  const tail = await openStream(t, `${url}/api/events/stream`, { 'x-api-key': watched.apiKey });
  const secret = await hops.post('nobody.looks', {});
  await until('it is stored', async () => (await hops.ask('GET', `/api/events/${secret}`)).status === 200);
  // A round writes all that was counted before it: once this one shows, the other's was passed by.
  const own: unknown[] = [];
  const send = async () => {
    const body = { type: 'somebody.looks', payload: {} };
    const accepted = await call(`${url}/api/events`, 'POST', { key: watched.apiKey, body });
    assert.equal(accepted.status, 202, accepted.text);
    own.push(accepted.json.id);
  };
  await figures('the own event', stream, { fits: ({ stored }) => stored > 0, send });
  await until('the own event in the tail', () =>
    own.every((id) => tail.messages.some(({ data }) => data.id === id)),
  );

  assert.deepEqual(await organizationsIn(database.pool), [watched.organizationId]);
  assert.deepEqual(tail.messages.map(({ data }) => data.id).toSorted(), own.toSorted());
  for (const { data } of stream.messages) {
    const counts = countsIn(data);
    assert.ok(!counts || counts.accepted <= own.length, JSON.stringify(data));
  }
});

async function organizationsIn(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select distinct organization_id as id from live_counts');
  return rows.map(({ id }) => id);
}
