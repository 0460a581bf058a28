import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLadder } from './ladder.ts';
import { topicSpecifications } from './topic-specs.ts';
import { topicNames } from './topics.ts';

const DAY_MS = 86_400_000;
const specifications = topicSpecifications(topicNames('hopline', parseLadder('5s,1m,1m')), {
  events: 12,
  deliveries: 6,
  rung: 3,
  dlq: 2,
});
const partitionsOf = Object.fromEntries(specifications.map(({ topic, partitions }) => [topic, partitions]));

test('there is a topic for each step of an event, and one for each distinct delay', () => {
  assert.deepEqual(partitionsOf, {
    'hopline.events.v1': 12,
    'hopline.events.v1.dlq': 2,
    'hopline.deliveries.v1': 6,
    'hopline.deliveries.v1.retry.5s': 3,
    'hopline.deliveries.v1.retry.1m': 3,
    'hopline.deliveries.v1.dlq': 2,
  });
});

test('rungs, and only they, go by the time of the append', () => {
  for (const { topic, config } of specifications) {
    assert.equal(config['message.timestamp.type'] === 'LogAppendTime', topic.includes('.retry.'), topic);
  }
});

test('dead letters are kept longer, and may be larger than what they were', () => {
  const sizes = { work: new Set<number>(), dead: new Set<number>() };
  for (const { topic, config } of specifications) {
    const isDead = topic.endsWith('.dlq');
    assert.equal(config['retention.ms'], String((isDead ? 30 : 7) * DAY_MS));
    sizes[isDead ? 'dead' : 'work'].add(Number(config['max.message.bytes']));
  }
  assert.ok(Math.min(...sizes.dead) > Math.max(...sizes.work));
});
