// Standard Webhooks, "Operational considerations": what counts as delivered, what is tried again, where webhooks may go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliverSettings } from '@hopline/deliver/config';
import { loadSettings } from '@hopline/runtime/settings';
import { checkSchedule, lengthOf, scheduleOf } from '@hopline/wire/retry-schedule';
import { wireSettings } from '@hopline/wire/topics';
import { call, createTenant, startApi } from '../integration/api-fixture.ts';
import type { Answer } from '../support/receiver.ts';
import { SECRET_KEYS } from '../support/secret-keys.ts';
import { until } from '../support/until.ts';
import { at, type Sender, startSender } from './sender.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const SUCCESSES = [200, 201, 202, 204, 206, 226, 299];
const REDIRECTS = [300, 301, 302, 303, 305, 307, 308, 399];
const FAILURES = [400, 401, 403, 404, 405, 408, 409, 422, 425, 429, 451, 500, 501, 502, 503, 504, 599];

/** A path says what its receiver answers to the first attempt; the second one is taken. */
const answer: Answer = ({ path }, response, nth) => {
  if (nth > 1) return 200;
  if (path === '/reset') response.destroy();
  else if (path === '/later') response.writeHead(503, { 'retry-after': '1' }).end();
  else if (path !== '/hang') response.writeHead(Number(path.slice(1, 4)), { location: '/moved' }).end('no');
  return undefined;
};

/** Waits until the event's delivery to each endpoint has ended, and gives the outcomes of its attempts, oldest first. */
async function outcomes(
  sender: Sender,
  eventId: string,
  endpointIds: readonly string[],
): Promise<string[][]> {
  const { pool } = sender.database;
  await until('every delivery has ended', async () => {
    const { rows } = await pool.query(
      `select from deliveries where event_id = $1 and endpoint_id = any($2::uuid[]) and state = 'succeeded'`,
      [eventId, endpointIds],
    );
    return rows.length === endpointIds.length;
  });
  const { rows } = await pool.query<{ endpoint_id: string; outcome: string; status_code: number | null }>(
    `select d.endpoint_id, a.outcome, a.status_code from attempts a join deliveries d on d.id = a.delivery_id
      where d.event_id = $1 order by a.number`,
    [eventId],
  );
  return endpointIds.map((id) =>
    rows
      .filter(({ endpoint_id }) => endpoint_id === id)
      .map(({ outcome, status_code }) => `${outcome}${status_code === null ? '' : ` ${status_code}`}`),
  );
}

test('success and failure', async (t) => {
  const sender = await startSender(t, { answer });
  const { receiver } = sender;
  const endpointsOf = async (type: string, paths: readonly string[]): Promise<string[]> => {
    const ids: string[] = [];
    for (const path of paths) {
      ids.push((await sender.makeEndpoint(`${receiver.url}${path}`, { event_types: [type] })).id);
    }
    return ids;
  };

  await t.test('2xx is success: not posted again', async () => {
    const ids = await endpointsOf(
      'a.success',
      SUCCESSES.map((status) => `/${status}`),
    );
    const event = await sender.post('a.success', {});
    assert.deepEqual(
      await outcomes(sender, event, ids),
      SUCCESSES.map((status) => [`succeeded ${status}`]),
    );
    for (const status of SUCCESSES) assert.equal(at(receiver, `/${status}`, event).length, 1);
  });

  await t.test('3xx is failure: not followed, and tried again where it was sent', async () => {
    const ids = await endpointsOf(
      'a.redirect',
      REDIRECTS.map((status) => `/${status}`),
    );
    const event = await sender.post('a.redirect', {});
    assert.deepEqual(
      await outcomes(sender, event, ids),
      REDIRECTS.map((status) => [`status ${status}`, 'succeeded 200']),
    );
    assert.ok(!receiver.received.some(({ path }) => path === '/moved'));
  });

  await t.test('every other status is failure, and tried again', async () => {
    const ids = await endpointsOf(
      'a.failure',
      FAILURES.map((status) => `/${status}`),
    );
    const event = await sender.post('a.failure', {});
    assert.deepEqual(
      await outcomes(sender, event, ids),
      FAILURES.map((status) => [`status ${status}`, 'succeeded 200']),
    );
  });

  await t.test('a connection that breaks is failure, and tried again', async () => {
    const ids = await endpointsOf('a.reset', ['/reset']);
    const event = await sender.post('a.reset', {});
    assert.deepEqual(await outcomes(sender, event, ids), [['connection', 'succeeded 200']]);
  });

  // Its last rung is what the fixture's ladder can wait for; the first one would be 300 ms.
  await t.test('Retry-After is waited for', async () => {
    const ids = await endpointsOf('a.later', ['/later']);
    const event = await sender.post('a.later', {});
    await outcomes(sender, event, ids);
    const [first, second] = at(receiver, '/later', event);
    assert.ok(
      first && second && second.at - first.at >= 1000,
      `${Number(second?.at) - Number(first?.at)} ms`,
    );
  });

  await t.test(
    'the API adds, lists and removes endpoints, and what is removed gets nothing more',
    async () => {
      const [removed = '', kept = ''] = await endpointsOf('a.managed', ['/200?removed', '/200?kept']);
      await sender.arrived('/200?removed', await sender.post('a.managed', {}));
      assert.equal((await sender.ask('DELETE', `/api/endpoints/${removed}`)).status, 204);
      const { json } = await sender.ask('GET', '/api/endpoints');
      const ids = (json.endpoints as { id: string }[]).map(({ id }) => id);
      assert.deepEqual([ids.includes(removed), ids.includes(kept)], [false, true]);
      const event = await sender.post('a.managed', {});
      await sender.arrived('/200?kept', event);
      const { rows } = await sender.database.pool.query(
        'select endpoint_id from deliveries where event_id = $1',
        [event],
      );
      assert.deepEqual(rows, [{ endpoint_id: kept }]);
    },
  );

  await t.test(
    'an endpoint gets the types that it has chosen, and each of several gets its own webhook',
    async () => {
      const types = ['user.created', 'user.*', '*', 'user'];
      for (const type of types) {
        const path = `/200?${type}`;
        const { secret } = await sender.makeEndpoint(`${receiver.url}${path}`, { event_types: [type] });
        receiver.expectSecret(path, secret);
      }
      for (const [type, wanted] of [
        ['user.created', ['*', 'user.*', 'user.created']],
        ['user.deleted', ['*', 'user.*']],
        ['user', ['*', 'user']],
      ] as const) {
        const event = await sender.post(type, {});
        for (const path of wanted) assert.ok((await sender.arrived(`/200?${path}`, event)).valid);
        const { rows } = await sender.database.pool.query(
          'select e.event_types[1] as type from deliveries d join endpoints e on e.id = d.endpoint_id where event_id = $1',
          [event],
        );
        assert.deepEqual(rows.map((row) => row.type).sort(), wanted);
      }
    },
  );
});

test('retries back off, and an endpoint may have them span several days', () => {
  const { RETRY_LADDER: ladder } = loadSettings(wireSettings, {});
  const delays = ladder.steps.map(({ delayMs }) => delayMs);
  for (const [i, delay] of delays.entries())
    assert.ok(i === 0 || delay >= 2 * (delays[i - 1] ?? 0), `${delays}`);
  const longest = ladder.rungs.at(-1);
  assert.ok(longest);
  const names = [...ladder.steps.map(({ name }) => name), ...Array<string>(70).fill(longest.name)];
  assert.equal(checkSchedule(ladder, names), undefined);
  assert.ok(lengthOf(scheduleOf(ladder, names)) > 2.9 * DAY_MS);
});

test('a request that takes too long is failure; by default it may take 15 to 30 seconds', async (t) => {
  const sender = await startSender(t, { answer, deliverEnv: { WEBHOOK_TIMEOUT: '3s' } });
  const { id } = await sender.makeEndpoint(`${sender.receiver.url}/hang`);
  const event = await sender.post('a.hang', {});
  const [attempts] = await outcomes(sender, event, [id]);
  assert.deepEqual([attempts?.[0], attempts?.at(-1)], ['timeout', 'succeeded 200']);
  const byDefault = loadSettings(deliverSettings, {
    SECRET_KEYS,
    DATABASE_URL: sender.database.url,
    KAFKA_BROKERS: sender.topics.brokers.join(','),
  }).WEBHOOK_TIMEOUT;
  assert.ok(byDefault >= 15_000 && byDefault <= 30_000, `${byDefault} ms`);
});

test('webhooks go over https to public hosts alone, unless the operator says otherwise', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const make = (hook: string) => call(`${url}/api/endpoints`, 'POST', { key, body: { url: hook } });
  for (const hook of [
    'http://example.com/',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00::1]/',
    'https://0x7f.1/',
    'https://user:password@example.com/',
  ]) {
    const { status, json } = await make(hook);
    assert.deepEqual([status, json.code], [400, 'HPL_ENDPOINT_URL_REFUSED'], hook);
  }
  assert.equal((await make('https://example.com/')).status, 201);
});
