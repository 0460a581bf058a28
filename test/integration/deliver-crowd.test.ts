// Many endpoints of one partition that hang, and what becomes of their neighbours' wake-ups. No sweeper runs here: what
// is not read from Kafka is not delivered.
import { after, type TestContext, test } from 'node:test';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  countStates,
  startDeliver,
  startPublisher,
  type TestDelivery,
  wakeUps,
} from '../support/deliveries.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const file = inReverse({ after });
const database = await createDatabase(file);
const { pool } = database;
const [organizationId, neighbours] = [await addOrganization(pool), await addOrganization(pool)];

/** Lets `count` endpoints of a topic's only partition hang: ten posts each, and the rest of their wake-ups behind them. */
async function crowd(t: TestContext, count: number, wakeUpsEach: number) {
  const topics = await createTopics({ partitions: 1, ladder: '1h' });
  const publisher = await startPublisher(t, topics);
  await startDeliver(t, database, topics, { MAX_CONCURRENT_EVENTS: '2000', WEBHOOK_TIMEOUT: '300s' });
  const receiver = await startReceiver(t, ({ path }) => (path === '/hangs' ? undefined : 200));
  const wake = (deliveries: TestDelivery[]) => publisher.publishAll(wakeUps(topics, publisher, deliveries));
  for (let i = 0; i < count; i += 1) {
    const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/hangs` });
    await wake(await addDeliveries(pool, endpoint, wakeUpsEach));
  }
  await until('most of them hang', () => receiver.received.length > 5 * count);
  return { url: receiver.url, wake };
}

for (const [count, wakeUpsEach] of [
  [20, 74],
  [157, 80],
] as const) {
  test(`${count} endpoints that hang, with ${count * wakeUpsEach} wake-ups, do not hold those of another`, async (t) => {
    const { url, wake } = await crowd(t, count, wakeUpsEach);
    const neighbour = await addEndpoint(pool, { organizationId: neighbours, url: `${url}/healthy` });
    await wake(await addDeliveries(pool, neighbour, 100));
    await until(
      'the neighbour is through',
      async () => (await countStates(pool, neighbour)).succeeded === 100,
    );
  });
}
