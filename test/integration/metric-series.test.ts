// However many organizations, endpoints, events and callers there are, the number of series stays what it is: two thousand
// organizations, each with a key, an endpoint and an event of its own.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startDeliver } from '../support/deliveries.ts';
import { insertTenants } from '../support/many-tenants.ts';
import { persistFixture } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { startReceiver } from '../support/receiver.ts';
import { readMetric, scrape } from '../support/scrape.ts';
import { until } from '../support/until.ts';
import { startApi } from './api-fixture.ts';

const FIRST = 100;
const ALL = 2000;
const AT_ONCE = 64;
/**
 * What may come up that did not before: a statement that is seldom needed, an answer of another class, with a series for
 * each bound. One series for each organization would be far more.
 */
const SLACK = 200;
/** So many events are published at a time. */
const PART = 500;
const LIMIT_MS = 120_000;
const OPTIONS = { timeout: 2 * LIMIT_MS };

/** What the sources do not know, so that it would be another one for each caller. */
const OF_CALLERS = /[0-9a-f]{8}-[0-9a-f]{4}|hop_|https?:|type\.\d|agent-|member-|event-\d|nowhere|INVENTED/;

/** The series of a service, without those of Node, which come up as they are needed: kinds of garbage, open handles. */
async function seriesOf(url: string): Promise<string[]> {
  const all = (await scrape(url)).map(({ series }) => series);
  return all.filter((series) => !/^(nodejs|process)_/.test(series));
}

function assertBounded(t: TestContext, service: string, before: readonly string[], after: readonly string[]) {
  const known = new Set(before);
  const added = after.filter((series) => !known.has(series));
  t.diagnostic(`${service}: ${before.length} series of ${FIRST} organizations, ${after.length} of ${ALL}`);
  assert.ok(added.length <= SLACK, `${service} has ${added.length} more: ${added.slice(0, 10).join(' ')}`);
  assert.equal(new Set(after).size, after.length, 'each series stands there once');
  for (const series of after) assert.doesNotMatch(series, OF_CALLERS);
}

test(
  '2,000 organizations that ask for all sorts of things make no more series of the api than 100',
  OPTIONS,
  async (t) => {
    const { url, database } = await startApi(t);
    const tenants = await insertTenants(database.pool, ALL, (n) => `https://example.com/hook/${n}`);
    const send = async (path: string, method: string, key: string, n: number, body?: object) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { 'x-api-key': key, 'content-type': 'application/json', 'user-agent': `agent-${n}` },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      await response.arrayBuffer();
      return response.status;
    };

    /** Whatever callers may vary, every one of them has another way. */
    async function ask(n: number): Promise<void> {
      const { apiKey, endpointId } = tenants[n] ?? assert.fail();
      const event = { type: `type.${n}`, dedup_id: `event-${n}`, payload: { n } };
      await until(
        'it is accepted',
        async () => (await send('/api/events', 'POST', apiKey, n, event)) === 202,
      );
      if (n % 20 !== 0) return;
      await send(`/api/endpoints/${endpointId}`, 'GET', apiKey, n);
      await send(`/api/events/${endpointId}`, 'GET', apiKey, n);
      await send(`/nowhere/${n}?key=${n}`, 'GET', apiKey, n);
      await send('/api/events', 'POST', `hop_${n}`, n, event);
      await send('/api/events', 'POST', apiKey, n, { type: `type ${n}`, [`member-${n}`]: n });
      await send(`/api/events/${n}`, 'DELETE', apiKey, n);
      await send(`/api/events/${n}`, `INVENTED${n}`, apiKey, n).catch(() => {});
    }

    async function askAll(from: number, to: number): Promise<void> {
      let next = from;
      const asker = async () => {
        while (next < to) await ask(next++);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, asker));
    }

    await askAll(0, FIRST);
    const before = await seriesOf(url);
    await askAll(FIRST, ALL);
    assert.ok(((await readMetric(url, 'events_ingested_total')) ?? 0) >= ALL);
    assertBounded(t, 'api', before, await seriesOf(url));
  },
);

/** What the receivers of some say to the first post. */
const ANSWERS = new Map([
  [1, 500],
  [2, 410],
  [3, 302],
  [4, 404],
]);

test(
  'events of 2,000 organizations to 2,000 endpoints make no more series of persist and deliver than 100',
  OPTIONS,
  async (t) => {
    const receiver = await startReceiver(t, ({ path }, response, nth) => {
      const n = Number(/\d+$/.exec(path)) % 50;
      // A connection for each endpoint, at both ends: more than a process may have open.
      response.setHeader('connection', 'close');
      if (nth > 1) return 200;
      if (n !== 5) return ANSWERS.get(n) ?? 200;
      response.destroy();
      return undefined;
    });
    const { database, kafka, producer, start } = await persistFixture(t);
    const persist = `http://127.0.0.1:${(await start({ SWEEP_INTERVAL: '1s' })).port()}`;
    const { service } = await startDeliver(t, database, kafka);
    const deliver = `http://127.0.0.1:${service.port()}`;
    const tenants = await insertTenants(database.pool, ALL, (n) => `${receiver.url}/hook/${n}`);

    async function sendAll(from: number, to: number): Promise<void> {
      for (let at = from; at < to; at += PART) {
        const part = tenants.slice(at, Math.min(at + PART, to));
        await producer.send(
          ...part.map(({ organizationId }, n) =>
            makeEvent(organizationId, { type: `type.${at + n}`, dedupId: `event-${at + n}` }),
          ),
        );
      }
      // Of some there is more than one post: each endpoint has had one.
      const reached = () => new Set(receiver.received.map(({ path }) => path)).size;
      await until('all were posted', () => reached() >= to, LIMIT_MS);
    }

    async function sum(url: string, name: string): Promise<number> {
      const found = (await scrape(url)).filter(({ series }) => series.startsWith(name));
      return found.reduce((total, { value }) => total + value, 0);
    }

    await sendAll(0, FIRST);
    await until('a retry was delivered, and the figures of the installation are read', async () => {
      const later = await readMetric(deliver, 'event_delivered_seconds_count{attempt="later"}');
      return (later ?? 0) > 0 && (await readMetric(persist, 'endpoints{state="active"}')) !== undefined;
    });
    const before = { persist: await seriesOf(persist), deliver: await seriesOf(deliver) };
    await sendAll(FIRST, ALL);
    // What is stored is counted a moment after it is there for deliver.
    await until('all are counted', async () => (await sum(persist, 'events_stored_total')) >= ALL);
    assert.equal(await sum(persist, 'events_stored_total'), ALL);
    await until('all attempts are, too', async () => (await sum(deliver, 'webhook_attempts_total')) >= ALL);
    assertBounded(t, 'persist', before.persist, await seriesOf(persist));
    assertBounded(t, 'deliver', before.deliver, await seriesOf(deliver));
  },
);
