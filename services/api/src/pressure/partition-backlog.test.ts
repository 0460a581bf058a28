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

test('a backlog that others made is looked at again at every reading', () => {
  const partition = new PartitionBacklog(1000);
  assert.equal(
    partition.judge(5000, () => minute({})),
    undefined,
  );
  assert.equal(
    partition.judge(5000, () => minute({ late: 500 })),
    'exceeded',
  );
});
