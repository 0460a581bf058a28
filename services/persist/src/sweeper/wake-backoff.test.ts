import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WakeBackoff } from './wake-backoff.ts';

function rounds() {
  let now = 0;
  const backoff = new WakeBackoff(() => now);
  return (afterMs: number, ...overdue: string[]): string[] => {
    now += afterMs;
    backoff.beginRound();
    const woken = overdue.filter((id) => backoff.mayWake(id));
    backoff.endRound();
    return woken;
  };
}

test('an endpoint that stays overdue is woken after 1, 2, 4, 8 and then every 10 minutes', () => {
  const round = rounds();
  const minute = 60_000;
  assert.deepEqual(round(0, 'a'), ['a']);
  for (const wait of [1, 2, 4, 8, 10, 10]) {
    assert.deepEqual(round(wait * minute - 1, 'a'), []);
    assert.deepEqual(round(1, 'a'), ['a'], `${wait} min`);
  }
});

test('one that was well in between begins anew, whatever the others do', () => {
  const round = rounds();
  assert.deepEqual(round(0, 'a', 'b'), ['a', 'b']);
  assert.deepEqual(round(30_000, 'a'), []);
  assert.deepEqual(round(20_000, 'a', 'b'), ['b']);
});

test('a round that failed half-way is done again', () => {
  let now = 0;
  const backoff = new WakeBackoff(() => now);
  backoff.beginRound();
  assert.equal(backoff.mayWake('a'), true);
  // The publish failed: the round did not end.
  now += 30_000;
  backoff.beginRound();
  assert.equal(backoff.mayWake('a'), true);
});
