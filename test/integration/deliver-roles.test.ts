// deliver as two processes: one posts, the other forwards what is due on the rungs.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  type RunningDeliver,
  readDelivery,
  startDeliver,
  startPublisher,
  wakeUps,
} from '../support/deliveries.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const file = inReverse({ after });
const { pool, ...database } = await createDatabase(file);

const sum = async ({ service }: RunningDeliver, metric: RegExp) => {
  const lines = (await service.metrics.scrape()).body.split('\n').filter((line) => metric.test(line));
  return lines.reduce((total, line) => total + Number(line.split(' ')[1]), 0);
};
const POSTS = /^webhook_attempts_total\{/;
const FORWARDS = /^retry_lateness_seconds_count /;

test('a retry goes over the process that has the rungs to the one that posts, and neither does the work of the other', async (t) => {
  const topics = await createTopics();
  const publisher = await startPublisher(t, topics);
  const start = (role: string) => startDeliver(t, { pool, ...database }, topics, { DELIVER_ROLES: role });
  const [poster, forwarder] = await Promise.all([start('deliveries'), start('rungs')]);
  for (const [process, own] of [
    [poster, 'deliveries_consumer'],
    [forwarder, 'rungs_consumer'],
  ] as const) {
    const answer = await fetch(`http://127.0.0.1:${process.service.port()}/readyz`);
    const { checks } = (await answer.json()) as { checks: object };
    assert.deepEqual(
      Object.keys(checks).filter((name) => name.endsWith('_consumer')),
      [own],
    );
  }
  let posts = 0;
  const receiver = await startReceiver(t, () => (++posts === 1 ? 500 : 200));
  const endpoint = await addEndpoint(pool, {
    organizationId: await addOrganization(pool),
    url: receiver.url,
  });
  const [delivery] = await addDeliveries(pool, endpoint, 1);
  assert.ok(delivery);
  await publisher.publishAll(wakeUps(topics, publisher, [delivery]));
  await until(
    'the retry has succeeded',
    async () => (await readDelivery(pool, delivery)).state === 'succeeded',
  );
  assert.deepEqual([await sum(poster, POSTS), await sum(forwarder, POSTS)], [2, 0]);
  // It is counted when Kafka has acknowledged it, which may be after it was read.
  await until('it was forwarded', async () => (await sum(forwarder, FORWARDS)) >= 1);
  assert.deepEqual([await sum(poster, FORWARDS), await sum(forwarder, FORWARDS)], [0, 1]);
});
