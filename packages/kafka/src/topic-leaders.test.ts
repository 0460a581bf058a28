import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TopicMetadata } from './metadata-exchange.ts';
import { TopicLeaders } from './topic-leaders.ts';

/** What brokers would say. */
function topicOf(topic: string, leaders: readonly (number | undefined)[]): TopicMetadata {
  return {
    ...{ topic, topicId: `id of ${topic}`, errorCode: 0 },
    partitions: leaders.map((leader, partition) => ({ partition, leader, replicas: [1, 2], inSync: [1] })),
  };
}

test('of each topic it is known how many partitions there are, and how many of them nobody leads', async (t) => {
  let topics = [topicOf('a', [1, undefined, 2]), topicOf('b', [1])];
  const leaders = new TopicLeaders({ readMetadata: async () => ({ brokers: [], topics }) }, ['a', 'b']);
  t.after(() => leaders.close());
  assert.deepEqual(leaders.states(), [], 'nothing was read yet');
  await leaders.load();
  assert.deepEqual(leaders.states(), [
    { topic: 'a', partitions: 3, leaderless: 1 },
    { topic: 'b', partitions: 1, leaderless: 0 },
  ]);
  topics = [topicOf('a', [1, 1, 2]), topicOf('b', [undefined])];
  await leaders.load();
  assert.deepEqual(
    leaders.states().map(({ leaderless }) => leaderless),
    [0, 1],
  );
});
