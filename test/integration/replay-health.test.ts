// Replays and retries to endpoints that are not well: what they would make pending would be cancelled, or wait for nothing.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { retryDelivery } from '@hopline/postgres/deliveries/retry-delivery';
import { updateEndpoint } from '@hopline/postgres/endpoints/update-endpoint';
import { inReverse } from '../support/cleanup.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  countStates,
  startDeliver,
} from '../support/deliveries.ts';
import { readHealth } from '../support/endpoint-health.ts';
import { persistFixture } from '../support/persist.ts';
import { startReceiver } from '../support/receiver.ts';
import { addReplay, readReplay } from '../support/replays.ts';
import { secretBox } from '../support/secret-keys.ts';
import { until } from '../support/until.ts';

const FAILED = 30;
const SETTINGS = { REPLAY_INTERVAL: '100ms', REPLAY_RATE: '1000', SWEEP_INTERVAL: '1h' };

/** An endpoint with dead deliveries; `status` is what it answers. */
async function prepare(context: TestContext, status: () => number) {
  const t = inReverse(context);
  const { database, kafka, start } = await persistFixture(t);
  const { pool } = database;
  const receiver = await startReceiver(t, status);
  const organizationId = await addOrganization(pool);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = await addDeliveries(pool, endpoint, FAILED);
  await pool.query(
    "update deliveries set state = 'dead', reason = 'exhausted', ended_at = now(), dlq_at = now()",
  );
  const deliver = await startDeliver(t, database, kafka, { BREAKER_OPEN: '2s' });
  const id = await addReplay(pool, { organizationId, endpointId: endpoint.id });
  await start(SETTINGS);
  const part = async () => {
    const { parts, state } = await readReplay(pool, organizationId, id);
    return { state, replayed: parts[0]?.replayed ?? 0, waitsFor: parts[0]?.waitsFor };
  };
  const states = () => countStates(pool, endpoint);
  return { pool, organizationId, endpoint, deliveries, receiver, deliver, part, states };
}

test('while the breaker is open nothing is chosen; once it has closed the replay goes on by itself', async (t) => {
  let isDown = true;
  const { pool, endpoint, receiver, part, states, deliveries } = await prepare(t, () => (isDown ? 500 : 200));
  const held = await until('it waits for the breaker', async () => {
    const found = await part();
    return found.waitsFor === 'held' && found;
  });
  // Five failures open it; the most that could be under way when that was written.
  assert.ok(held.replayed > 0 && held.replayed <= 15, String(held.replayed));
  await until('a probe has failed', async () => (await readHealth(pool, endpoint)).breaker_trips >= 2);
  assert.ok((await part()).replayed <= 15);
  assert.ok(((await states()).dead ?? 0) >= FAILED - 15);
  isDown = false;
  await until('all is delivered', async () => (await states()).succeeded === FAILED);
  await until('the replay is over', async () => (await part()).state === 'finished');
  const succeeded = receiver.received.filter(({ status }) => status === 200);
  assert.deepEqual(
    succeeded.map(({ webhookId }) => webhookId).toSorted(),
    deliveries.map(({ eventId }) => eventId).toSorted(),
  );
});

test('a disabled endpoint holds its replay and refuses a retry; enabled, it gets what was not chosen', async (t) => {
  let isGone = true;
  const { pool, organizationId, endpoint, deliveries, receiver, part, states } = await prepare(t, () =>
    isGone ? 410 : 200,
  );
  const held = await until('it waits for the endpoint', async () => {
    const found = await part();
    return found.waitsFor === 'disabled' && found;
  });
  // What was under way is cancelled with all that waits for the endpoint, and is told apart from what was not chosen.
  const left = FAILED - held.replayed;
  assert.ok(held.replayed > 0 && left > 0, String(held.replayed));
  await until('nothing waits for it', async () => {
    const { cancelled, dead } = await states();
    return cancelled === held.replayed && dead === left;
  });
  const [first] = deliveries;
  assert.ok(first);
  assert.deepEqual(await retryDelivery(pool, organizationId, first.id), { kind: 'endpoint_disabled' });
  assert.deepEqual(await states(), { cancelled: held.replayed, dead: left });

  isGone = false;
  receiver.received.length = 0;
  await updateEndpoint(pool, organizationId, endpoint.id, {}, secretBox.current.id, true);
  await until('the replay is over', async () => (await part()).state === 'finished');
  await until('all others are delivered', async () => (await states()).succeeded === left);
  assert.equal(receiver.received.length, left);
  assert.equal((await retryDelivery(pool, organizationId, first.id)).kind, 'pending');
});
