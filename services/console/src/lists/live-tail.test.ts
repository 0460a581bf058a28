import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addToTail, EMPTY_TAIL, MOST_SHOWN, missFromTail, type Tail } from './live-tail.ts';

type Row = { readonly id: string };
const follow = (tail: Tail<Row>, ...ids: readonly number[]) =>
  ids.reduce((old, id) => addToTail(old, { id: String(id) }), tail);

test('what is new comes on top, once', () => {
  const tail = follow(EMPTY_TAIL, 1, 2, 3);
  assert.deepEqual(
    tail.rows.map(({ id }) => id),
    ['3', '2', '1'],
  );
  assert.equal(tail.seen, 3);
  assert.equal(follow(tail, 2), tail);
});

test('it stays small, and counts on', () => {
  const tail = follow(EMPTY_TAIL, ...Array.from({ length: 1000 }, (_, i) => i));
  assert.deepEqual([tail.rows.length, tail.rows[0]?.id, tail.seen], [MOST_SHOWN, '999', 1000]);
});

test('what was left out is counted, and said to be a part once it is', () => {
  const some = missFromTail(follow(EMPTY_TAIL, 1), 423, false);
  assert.deepEqual([some.seen, some.isAtLeast, some.rows.length], [424, false, 1]);
  assert.ok(missFromTail(missFromTail(some, 1000, true), 1, false).isAtLeast);
});
