// Receivers that misbehave, and what becomes of their deliveries and of everybody else's.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Publisher } from '@hopline/kafka/port';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import {
  type AttemptRow,
  addDeliveries,
  addEndpoint,
  addOrganization,
  countStates,
  readAttempts,
  readDelivery,
  startDeliver,
  startPublisher,
  type TestDelivery,
  type TestEndpoint,
  wakeUps,
} from '../support/deliveries.ts';
import { type Answer, startReceiver } from '../support/receiver.ts';
import { createTopics, type TestTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const file = inReverse({ after });
const database = await createDatabase(file);
const { pool } = database;
const organizationId = await addOrganization(pool);

interface Hop {
  readonly topics: TestTopics;
  readonly publisher: Publisher;
}

/** @param ladder by default one long step: what failed stays pending for the rest of the test */
async function startHop(env: Record<string, string> = {}, ladder = '1h'): Promise<Hop> {
  const topics = await createTopics({ ladder });
  await startDeliver(file, database, topics, env);
  return { topics, publisher: await startPublisher(file, topics) };
}

const patient = await startHop();
const hasty = await startHop({ WEBHOOK_TIMEOUT: '3s' });

async function wake({ topics, publisher }: Hop, deliveries: TestDelivery[]): Promise<void> {
  await publisher.publishAll(wakeUps(topics, publisher, deliveries));
}

async function post(hop: Hop, url: string, count: number): Promise<TestEndpoint> {
  const endpoint = await addEndpoint(pool, { organizationId, url });
  await wake(hop, await addDeliveries(pool, endpoint, count));
  return endpoint;
}

/** The first attempt of one delivery to this URL. */
async function attemptAt(url: string, hop = patient): Promise<AttemptRow> {
  const endpoint = await addEndpoint(pool, { organizationId, url });
  const deliveries = await addDeliveries(pool, endpoint, 1);
  await wake(hop, deliveries);
  return await until('the attempt is recorded', async () => {
    const [attempt] = await readAttempts(pool, deliveries[0] as TestDelivery);
    return attempt;
  });
}

test('no answer in time is a time-out', async (t) => {
  const receiver = await startReceiver(t, () => undefined);
  const attempt = await attemptAt(receiver.url, hasty);
  assert.equal(attempt.outcome, 'timeout');
  assert.equal(attempt.status_code, null);
  assert.ok(attempt.duration_ms >= 2990);
});

test('a connection that breaks is a failure', async (t) => {
  const receiver = await startReceiver(t, (_request, response) => {
    response.socket?.destroy();
    return undefined;
  });
  assert.equal((await attemptAt(receiver.url)).outcome, 'connection');
});

test('a port that nobody listens on is a failure', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await until('it listens', () => server.listening);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const attempt = await attemptAt(`http://127.0.0.1:${port}`);
  assert.equal(attempt.outcome, 'connection');
  assert.match(attempt.error ?? '', /ECONNREFUSED/);
});

test('https to a receiver that does not speak it is a failure of TLS', async (t) => {
  const receiver = await startReceiver(t);
  assert.equal((await attemptAt(receiver.url.replace('http:', 'https:'))).outcome, 'tls');
});

test('a name without an address is a failure of DNS', async () => {
  const attempt = await attemptAt('http://does-not-exist.invalid/hook');
  assert.ok(['dns', 'timeout'].includes(attempt.outcome), attempt.outcome);
});

test('a redirect is a failure and is not followed', async (t) => {
  const receiver = await startReceiver(t, ({ path }, response) => {
    if (path !== '/from') return 200;
    response.writeHead(302, { location: '/to' }).end();
    return undefined;
  });
  const attempt = await attemptAt(`${receiver.url}/from`);
  assert.deepEqual([attempt.outcome, attempt.status_code], ['status', 302]);
  assert.deepEqual(
    receiver.received.map(({ path }) => path),
    ['/from'],
  );
});

test('a success with an answer that never ends, or is huge, is a success; 1 KB of it is kept', async (t) => {
  const endless: Answer = (_request, response) => {
    response.writeHead(200);
    response.write('x'.repeat(600));
    return undefined;
  };
  const huge: Answer = (_request, response) => {
    response.writeHead(200).end('y'.repeat(10 * 1024 * 1024));
    return undefined;
  };
  const dripping = await startReceiver(t, endless);
  const flooding = await startReceiver(t, huge);
  const [slow, big] = await Promise.all([attemptAt(dripping.url, hasty), attemptAt(flooding.url)]);
  assert.deepEqual([slow.outcome, slow.status_code, slow.response?.length], ['succeeded', 200, 600]);
  assert.deepEqual([big.outcome, big.response?.length], ['succeeded', 1024]);
});

test('Retry-After puts the next attempt off, beyond the ladder too', async (t) => {
  const receiver = await startReceiver(t, ({ path }, response) => {
    response.writeHead(429, { 'retry-after': path === '/seconds' ? '7200' : 'soon' }).end();
    return undefined;
  });
  const late = await attemptAt(`${receiver.url}/seconds`);
  const usual = await attemptAt(`${receiver.url}/nonsense`);
  const waitMs = ({ next_attempt_at, started_at }: AttemptRow) =>
    (next_attempt_at?.getTime() ?? 0) - started_at.getTime();
  assert.ok(waitMs(late) >= 7_200_000 && waitMs(late) < 7_260_000);
  assert.ok(waitMs(usual) >= 3_600_000 && waitMs(usual) < 3_660_000);
});

test('private addresses are blocked unless they are allowed, as a literal and as a name', async (t) => {
  const receiver = await startReceiver(t);
  const own = await createTopics({ ladder: '1h' });
  const urls = [
    `https://127.0.0.1:${receiver.port}/a`,
    `https://[::ffff:127.0.0.1]:${receiver.port}/b`,
    `https://2130706433:${receiver.port}/c`,
    `https://localhost:${receiver.port}/d`,
    `http://example.com/e`,
  ];
  const deliveries = await Promise.all(
    urls.map(async (url) => {
      const [delivery] = await addDeliveries(pool, await addEndpoint(pool, { organizationId, url }), 1);
      return delivery as TestDelivery;
    }),
  );
  const { logged } = await startDeliver(t, database, own, { ALLOW_PRIVATE_WEBHOOKS: 'false' });
  for (const [i, delivery] of deliveries.entries()) {
    const [attempt] = await until('the attempt is recorded', async () => {
      const attempts = await readAttempts(pool, delivery);
      return attempts.length > 0 ? attempts : undefined;
    });
    assert.equal(attempt?.outcome, 'blocked', urls[i]);
    assert.equal((await readDelivery(pool, delivery)).state, 'pending');
  }
  assert.equal(receiver.received.length, 0);
  // An attempt is reported after its retry is published, which is after it is recorded.
  await until('all are reported', () => logged('delivery.attempted').length >= urls.length);
  assert.equal(logged('delivery.attempted').length, urls.length);
});

test('an endpoint that hangs delays neither another one nor another organization, on the same host', async (t) => {
  // The receiver is in this very process: where that stands still for three seconds, a post to a healthy endpoint times
  // out as well, and is to come again soon.
  const hop = await startHop({ WEBHOOK_TIMEOUT: '3s' }, '1s,2s,3s');
  const receiver = await startReceiver(t, ({ path }) => (path === '/hangs' ? undefined : 200));
  const hanging = await post(hop, `${receiver.url}/hangs`, 1000);
  await until('the hanging endpoint is busy', () => receiver.received.length >= 10);

  const healthy = await post(hop, `${receiver.url}/healthy`, 50);
  const otherOrganization = await addOrganization(pool);
  const stranger = await addEndpoint(pool, {
    organizationId: otherOrganization,
    url: `${receiver.url}/stranger`,
  });
  const theirs = await addDeliveries(pool, stranger, 50);
  await wake(hop, theirs);
  await until('the healthy ones are through', async () => {
    const [mine, other] = [await countStates(pool, healthy), await countStates(pool, stranger)];
    return mine.succeeded === 50 && other.succeeded === 50;
  });
  // A thousand posts, ten at a time at the most, each 3 s: the hanging one has hardly begun.
  const { sending = 0 } = await countStates(pool, hanging);
  assert.ok(sending <= 10, `${sending} sending`);
  assert.ok(receiver.received.filter(({ path }) => path === '/hangs').length < 500);
});
