import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterAttempt, type Breaker, CLOSED_BREAKER, openMs, phaseOf } from './breaker.ts';

const TIMES = { firstMs: 30_000, longestMs: 600_000 };

/** Attempts one after the other, a second apart and each of no length, `.` a success and `x` a failure. */
function run(text: string, from: Breaker = CLOSED_BREAKER, startMs = 0, stepMs = 1000): Breaker {
  let breaker = from;
  for (const [i, mark] of [...text].entries()) {
    const at = startMs + i * stepMs;
    breaker = afterAttempt(breaker, { failed: mark === 'x', startedAt: at, endedAt: at }, TIMES);
  }
  return breaker;
}

const attempt = (failed: boolean, startedAt: number, endedAt = startedAt) => ({ failed, startedAt, endedAt });

test('five failures in a row open it, and a success between them starts the count anew', () => {
  assert.equal(run('xxxx').state, 'closed');
  assert.equal(run('xxxxx').state, 'open');
  assert.equal(run('.........xxxx.xxx').state, 'closed');
});

test('half of ten within a minute open it; fewer of them, or of less than ten, do not', () => {
  assert.equal(run('.x.x.x.x.').state, 'closed');
  assert.equal(run('.x.x.x.x.x').state, 'open');
  assert.equal(run('..x..x..x..x..x..x').state, 'closed');
});

test('what was more than a minute ago does not count', () => {
  assert.equal(run('.x.x.x.x', CLOSED_BREAKER, 0).state, 'closed');
  const old = run('.x.x.x.x', CLOSED_BREAKER, 0);
  assert.equal(run('.x', old, 90_000).state, 'closed');
});

test('it is open for its time, then half-open', () => {
  const open = run('xxxxx');
  assert.equal(phaseOf(open, 4000), 'open');
  assert.equal(phaseOf(open, 33_999), 'open');
  assert.equal(phaseOf(open, 34_000), 'half_open');
  assert.equal(phaseOf(CLOSED_BREAKER, 0), 'closed');
});

test('a probe that succeeds closes it, and the count begins anew', () => {
  const closed = afterAttempt(run('xxxxx'), attempt(false, 34_000, 34_200), TIMES);
  assert.equal(closed.state, 'closed');
  assert.equal(run('xxxx', closed, 35_000).state, 'closed');
});

test('a probe that fails opens it for twice as long, up to ten minutes', () => {
  const again = afterAttempt(run('xxxxx'), attempt(true, 34_000, 35_000), TIMES);
  assert.deepEqual(again, { state: 'open', trips: 2, until: 95_000 });
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 2000].map((trips) => openMs(trips, TIMES) / 1000),
    [30, 60, 120, 240, 480, 600, 600, 600],
  );
});

test('what was under way when it opened neither closes it nor opens it further', () => {
  const open = run('xxxxx');
  assert.equal(afterAttempt(open, attempt(false, 3900, 5000), TIMES), open);
  assert.equal(afterAttempt(open, attempt(true, 3900, 60_000), TIMES), open);
});
