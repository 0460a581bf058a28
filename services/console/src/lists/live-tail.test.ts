import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_TAIL, followTail, MOST_SHOWN, type Tail } from './live-tail.ts';

const rows = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, i) => ({ id: String(from - i) }));

test('what is new comes on top, once', () => {
  let tail: Tail<{ id: string }> = followTail(EMPTY_TAIL, rows(3, 1), true);
  assert.deepEqual([tail.rows.length, tail.seen], [3, 0]);
  tail = followTail(tail, rows(5, 2), false);
  assert.deepEqual(
    tail.rows.map(({ id }) => id),
    ['5', '4', '3', '2', '1'],
  );
  assert.deepEqual([tail.seen, tail.hasGaps], [2, false]);
  assert.equal(followTail(tail, rows(5, 2), false), tail);
});

test('it stays small, and says when it could not keep up', () => {
  let tail: Tail<{ id: string }> = followTail(EMPTY_TAIL, rows(100, 1), true);
  for (let at = 600; at <= 5000; at += 500) tail = followTail(tail, rows(at, at - 99), false);
  assert.equal(tail.rows.length, MOST_SHOWN);
  assert.ok(tail.hasGaps);
  assert.equal(tail.rows[0]?.id, '4600');
});
