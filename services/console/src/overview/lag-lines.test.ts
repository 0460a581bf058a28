import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Group } from '../api/shapes.ts';
import { linesOfLag } from './lag-lines.ts';
import { keepLag, type LagMessage } from './lag-message.ts';

const at = '2026-03-01T12:00:00.000Z';
const topic = (name: string, lag: number, delay = 0): Group['topics'][number] => ({
  ...{ topic: name, exists: true, delay_ms: delay, lag, late_ms: 10 * lag, offline_partitions: 0 },
  ...{ next_due_at: null, partitions: 12 },
});
const message = (persist: number, rung: number): LagMessage => ({
  at,
  groups: [
    { group: 'a.persist', state: 'Stable', members: 1, topics: [topic('a.events.v1', persist)] },
    {
      ...{ group: 'a.deliver.retry', state: 'Stable', members: 1 },
      topics: [topic('a.deliveries.v1.retry.5s', rung, 5000), topic('a.deliveries.v1.retry.5m', 0, 300_000)],
    },
  ],
});

test('each hop and rung is a line, with a gap where Kafka did not say', () => {
  const messages = [message(1, 2), { at, groups: null }, message(3, 4)];
  const lines = linesOfLag(messages, 'lag');
  assert.deepEqual(
    lines.map(({ name, values }) => [name, ...values]),
    [
      ['persist', 1, null, 3],
      ['rung 5s', 2, null, 4],
      ['rung 5m', 0, null, 0],
    ],
  );
  assert.deepEqual(linesOfLag(messages, 'late_ms')[0]?.values, [10, null, 30]);
  assert.equal(new Set(lines.map(({ color }) => color)).size, 3);
});

test('without a message there is no line', () => {
  assert.deepEqual(linesOfLag([], 'lag'), []);
  assert.deepEqual(linesOfLag([{ at, groups: null }], 'lag'), []);
});

test('more of them than colours do not look the same', () => {
  const many = Array.from({ length: 8 }, (_, i) => topic(`a.deliveries.v1.retry.${i + 1}h`, i, 1000));
  const lines = linesOfLag(
    [{ at, groups: [{ group: 'a.deliver.retry', state: 'Stable', members: 1, topics: many }] }],
    'lag',
  );
  assert.equal(new Set(lines.map(({ color, isDashed }) => `${color} ${isDashed}`)).size, 8);
});

test('a page that stays open keeps five minutes', () => {
  let kept: readonly LagMessage[] = [];
  for (let i = 0; i < 100; i += 1) kept = keepLag(kept, message(i, 0));
  assert.equal(kept.length, 60);
  assert.equal(linesOfLag(kept, 'lag')[0]?.values.at(-1), 99);
});
