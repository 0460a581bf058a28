// What fails on our side, before the receiver has a part in it, is not held against the endpoint.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  countStates,
  readAttempts,
  startDeliver,
  startPublisher,
  wakeUps,
} from '../support/deliveries.ts';
import { readHealth, readOperationalEvents, setEndpoint } from '../support/endpoint-health.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const COUNT = 30;
const DAY_MS = 86_400_000;
/** Sealed with a key that nobody has any more. */
const UNREADABLE = `sealed:v1:lost:${Buffer.alloc(60).toString('base64url')}`;

test('a secret that does not open opens no breaker and disables nothing, and what waited goes out signed', async (t) => {
  const file = inReverse(t);
  const database = await createDatabase(file);
  const { pool } = database;
  const topics = await createTopics({ ladder: '200ms,1s,1s,1s,1s' });
  const publisher = await startPublisher(file, topics);
  const { logged } = await startDeliver(file, database, topics);
  const organizationId = await addOrganization(pool);
  const receiver = await startReceiver(file);
  const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/hook` });
  receiver.expectSecret('/hook', endpoint.secret);
  // It has failed for longer than endpoints may: its next failure disables it.
  const failingSince = new Date(Date.now() - 6 * DAY_MS);
  await setEndpoint(pool, endpoint, { secret: UNREADABLE, failing_since: failingSince });
  const deliveries = await addDeliveries(pool, endpoint, COUNT);
  await publisher.publishAll(wakeUps(topics, publisher, deliveries));

  // More in a row than what opens a breaker.
  await until('several attempts were not signed', () => logged('delivery.unsigned').length > 5);
  const held = await until('it is held for a moment', async () => {
    const row = await readHealth(pool, endpoint);
    return row.not_before === null ? undefined : row;
  });
  assert.deepEqual([held.breaker, held.breaker_trips, held.disabled_at], ['closed', 0, null]);
  assert.ok(Math.abs(Number(held.failing_since) - failingSince.getTime()) < DAY_MS, 'from when on it fails');
  assert.equal(receiver.received.length, 0);

  await setEndpoint(pool, endpoint, { secret: endpoint.secret });
  await until('all is delivered', async () => (await countStates(pool, endpoint)).succeeded === COUNT);
  assert.ok(receiver.received.every(({ valid }) => valid));
  const after = await until('its row says that it has succeeded', async () => {
    const row = await readHealth(pool, endpoint);
    return row.failing_since === null ? row : undefined;
  });
  assert.deepEqual([after.breaker, after.disabled_at], ['closed', null]);
  assert.deepEqual(await readOperationalEvents(pool, organizationId), []);
  const attempts = (await Promise.all(deliveries.map((one) => readAttempts(pool, one)))).flat();
  const unsigned = attempts.filter(({ outcome }) => outcome === 'unsigned');
  assert.equal(unsigned.length, attempts.length - COUNT);
  for (const { error } of unsigned) assert.match(error ?? '', /^not signed/);
  // It is held after the first ones: not every delivery has lost a step of its schedule.
  assert.ok(attempts.some(({ outcome, number }) => outcome === 'succeeded' && number === 1));
});
