// `hopline groups` on a real broker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inReverse } from '../../../test/support/cleanup.ts';
import { createDatabase } from '../../../test/support/database.ts';
import { startDeliver, startPublisher } from '../../../test/support/deliveries.ts';
import { createTopics } from '../../../test/support/topics.ts';
import { until } from '../../../test/support/until.ts';
import { jsonOf, runCli } from './support/run-cli.ts';

interface GroupTopic {
  readonly topic: string;
  readonly lag: number;
  readonly late_seconds: number;
  readonly next_due: string | null;
}

test('tells who reads, what waits, and when what waits on a rung is due', async (context) => {
  const t = inReverse(context);
  const [database, kafka] = await Promise.all([createDatabase(t), createTopics({ ladder: '1h,2h' })]);
  const env = { KAFKA_BROKERS: kafka.brokers.join(','), TOPIC_PREFIX: kafka.prefix, RETRY_LADDER: '1h,2h' };
  const nobody = await runCli(t, ['groups'], env);
  assert.equal(nobody.code, 1, nobody.err);
  assert.match(
    nobody.out,
    new RegExp(`^${kafka.groups.persist} +Dead +0 +${kafka.topics.events} +0 +-$`, 'm'),
  );

  await startDeliver(t, database, kafka);
  const publisher = await startPublisher(t, kafka);
  const [hour, longer] = kafka.topics.rungs;
  const record = { partition: 0, key: 'x', value: Buffer.from('x'), headers: {} };
  const before = Date.now();
  await publisher.publishAll([hour, longer, longer].map((rung) => ({ ...record, topic: rung?.topic ?? '' })));
  const after = Date.now();
  const groups = await until('both groups of deliver', async () => {
    // Nobody reads events here.
    const { groups: found } = await jsonOf(t, ['groups'], env, [1]);
    // Who has joined has no partitions before the group is stable.
    const isStable = ({ members }: { members: { partitions: unknown[] }[] }) =>
      members.length === 1 && members[0]?.partitions.length !== 0;
    return found.slice(1).every(isStable) && found;
  });
  assert.deepEqual(
    groups.map(({ group }: { group: string }) => group),
    [kafka.groups.persist, kafka.groups.deliver, kafka.groups.rungs],
  );
  const [first, second] = groups[2].topics as GroupTopic[];
  assert.deepEqual([first?.lag, second?.lag, first?.late_seconds], [1, 2, 0]);
  for (const [topic, hours] of [
    [first, 1],
    [second, 2],
  ] as const) {
    const due = Date.parse(topic?.next_due ?? '') - hours * 3_600_000;
    // The broker's clock is that of this machine, in milliseconds.
    assert.ok(due >= before - 5 && due <= after + 5, `${topic?.next_due}`);
  }
  assert.equal(groups[2].members[0].partitions.length, 2);
  const text = await runCli(t, ['groups', '--members'], env);
  assert.match(text.out, new RegExp(`${hour?.topic} +1 +- +in (\\d\\d min|1\\.0 h)$`, 'm'));
  assert.match(text.out, /hopline-deliver +\S+ +.*deliveries\.v1 0,1,2$/m);
});
