// Fresh deliveries come first: while there are as many as an endpoint can take, a replay gets a tenth of its posts at most.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inReverse } from '../support/cleanup.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  startDeliver,
  startPublisher,
  wakeUps,
} from '../support/deliveries.ts';
import { persistFixture } from '../support/persist.ts';
import { startReceiver } from '../support/receiver.ts';
import { addReplay, readReplay } from '../support/replays.ts';
import { until } from '../support/until.ts';

const FAILED = 400;
const WAVES = 5;
const A_WAVE = 150;
const ANSWER_MS = 100;
/** So many of a wave still wait when the next one comes: whatever was replayed in between stands in front of that. */
const OVERLAP = 100;
/** As many as an endpoint can take at once. While fewer fresh ones wait, as when a wave is late, a replay may have the rest. */
const MOST_AT_ONCE = 50;
const FAST = { REPLAY_INTERVAL: '100ms', REPLAY_RATE: '1000', SWEEP_INTERVAL: '1h' };

test('a replay to an endpoint that is busy with fresh deliveries gets a tenth of its posts at most', async (context) => {
  const t = inReverse(context);
  const { database, kafka, start } = await persistFixture(t);
  const { pool } = database;
  const old = new Set<string>();
  let [woken, arrived, replayedMeanwhile] = [0, 0, 0];
  const receiver = await startReceiver(t, ({ webhookId }, response) => {
    if (!old.has(webhookId)) arrived += 1;
    else if (woken - arrived >= MOST_AT_ONCE) replayedMeanwhile += 1;
    setTimeout(() => response.writeHead(200).end('ok'), ANSWER_MS);
    return undefined;
  });
  const organizationId = await addOrganization(pool);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  for (const { eventId } of await addDeliveries(pool, endpoint, FAILED)) old.add(eventId);
  await pool.query("update deliveries set state = 'dead', ended_at = now(), dlq_at = now()");
  const publisher = await startPublisher(t, kafka);
  await startDeliver(t, database, kafka);
  await start(FAST);

  let id = '';
  for (let wave = 1; wave <= WAVES; wave += 1) {
    await publisher.publishAll(wakeUps(kafka, publisher, await addDeliveries(pool, endpoint, A_WAVE)));
    woken += A_WAVE;
    if (wave === 1) id = await addReplay(pool, { organizationId, endpointId: endpoint.id });
    await until(`the beginning of wave ${wave}`, () => arrived >= wave * A_WAVE - OVERLAP);
  }
  await until('all fresh ones', () => arrived >= WAVES * A_WAVE);
  assert.ok(replayedMeanwhile <= (WAVES * A_WAVE) / 10, `${replayedMeanwhile} beside ${WAVES * A_WAVE}`);

  // And once there is room it takes what there is.
  const isThrough = async () => {
    const { state } = await readReplay(pool, organizationId, id);
    return state === 'finished' && receiver.received.length >= WAVES * A_WAVE + FAILED;
  };
  // Where the machine has much else to do, each of its steps finds that of the one before some are not begun, and takes fewer.
  await until('the replay is through', isThrough, 240_000);
  assert.equal(receiver.received.length, WAVES * A_WAVE + FAILED);
  assert.equal(new Set(receiver.received.map(({ webhookId }) => webhookId)).size, receiver.received.length);
});

test('however many replays there are, all of them together keep to the rate of the installation', async (context) => {
  const t = inReverse(context);
  const { database, kafka, start } = await persistFixture(t);
  const { pool } = database;
  const receiver = await startReceiver(t);
  const organizationId = await addOrganization(pool);
  const endpoints = await Promise.all(
    [1, 2, 3, 4].map(() => addEndpoint(pool, { organizationId, url: receiver.url })),
  );
  for (const endpoint of endpoints) await addDeliveries(pool, endpoint, 25);
  await pool.query("update deliveries set state = 'dead', ended_at = now(), dlq_at = now()");
  await startDeliver(t, database, kafka);
  for (const endpoint of endpoints) await addReplay(pool, { organizationId, endpointId: endpoint.id });
  await start({ ...FAST, REPLAY_RATE: '20' });
  await until('all are posted', () => receiver.received.length === 100);
  const { rows } = await pool.query<{ seconds: number }>(
    'select extract(epoch from max(replayed_at) - min(replayed_at))::float8 as seconds from deliveries',
  );
  // Nothing waits for the pause behind the last step, which takes two at the most.
  assert.ok((rows[0]?.seconds ?? 0) >= 98 / 20 - 0.4, JSON.stringify(rows));
  assert.equal(receiver.received.length, 100);
});
