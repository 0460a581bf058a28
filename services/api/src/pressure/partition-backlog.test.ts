import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartitionBacklog } from './partition-backlog.ts';
import type { Recent } from './recent-counts.ts';

const minute = (counts: Record<string, number>): Recent => ({
  total: Object.values(counts).reduce((sum, count) => sum + count, 0),
  counts: new Map(Object.entries(counts)),
});

test('the heavy one is refused above the limit and let in again when four fifths of it are reached', () => {
  const partition = new PartitionBacklog(1000);
  const recent = () => minute({ heavy: 900, light: 100 });
  assert.equal(partition.judge(1000, recent), undefined);
  assert.equal(partition.judge(1001, recent), 'exceeded');
  assert.deepEqual([...partition.refused], ['heavy']);
  assert.equal(partition.judge(900, recent), undefined);
  assert.deepEqual([...partition.refused], ['heavy']);
  assert.equal(partition.judge(800, recent), 'cleared');
  assert.equal(partition.refused.size, 0);
  assert.equal(partition.judge(0, recent), undefined);
});

test('while nothing is stored the light ones go on, until they have put in as much as the limit', () => {
  const partition = new PartitionBacklog(1000);
  partition.judge(1001, () => minute({ heavy: 900, light: 60, other: 40 }));
  // The heavy one has been away for more than a minute: it stays away.
  const later = () => minute({ light: 60, other: 20 });
  assert.equal(partition.judge(1500, later), undefined);
  assert.equal(partition.judge(2001, later), undefined);
  assert.deepEqual([...partition.refused], ['heavy']);
  assert.equal(partition.judge(2002, later), 'exceeded');
  assert.deepEqual([...partition.refused], ['heavy', 'light']);
});

test('those who are refused already do not hide who is heavy among the others', () => {
  const partition = new PartitionBacklog(1000);
  partition.judge(1001, () => minute({ heavy: 100_000, second: 900, light: 10 }));
  assert.deepEqual([...partition.refused], ['heavy']);
  partition.judge(2100, () => minute({ heavy: 100_000, second: 900, light: 10 }));
  assert.deepEqual([...partition.refused], ['heavy', 'second']);
});

test('a backlog that others made through another instance does not fall on who is alone on this one', () => {
  const partition = new PartitionBacklog(50_000);
  for (const backlog of [50_100, 70_000, 99_000, 101_000, 101_000]) {
    assert.equal(
      partition.judge(backlog, () => minute({ light: 60 })),
      undefined,
    );
  }
  // It is looked at again at every reading.
  assert.equal(
    partition.judge(101_000, () => minute({ light: 60, late: 2000 })),
    'exceeded',
  );
  assert.deepEqual([...partition.refused], ['late']);
});

test('while the backlog shrinks nobody more is refused', () => {
  const partition = new PartitionBacklog(1000);
  partition.judge(3000, () => minute({}));
  const recent = () => minute({ late: 500 });
  assert.equal(partition.judge(2999, recent), undefined);
  assert.equal(partition.judge(2999, recent), 'exceeded');
});

for (const organizations of [200, 2000, 9000]) {
  test(`${organizations} equal ones are refused together, at the latest at three times the limit`, () => {
    const partition = new PartitionBacklog(1000);
    const recent = () => minute(Object.fromEntries(Array.from({ length: organizations }, (_, i) => [i, 3])));
    const until = [1001, 2002, 3003].find((backlog) => partition.judge(backlog, recent));
    assert.equal(until, organizations === 200 ? 2002 : 3003);
    assert.equal(partition.refused.size, organizations);
  });
}
