import assert from 'node:assert/strict';
import { mock, type TestContext, test } from 'node:test';
import { DueTimes } from './due-times.ts';
import { EARLY_TOLERANCE_MS } from './unclaimed.ts';

function mockTimers(t: TestContext): void {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
}

test('every row is looked for before it is due, but not before the refill would find it', (t) => {
  mockTimers(t);
  const times = new DueTimes();
  const look = mock.fn();
  times.add(10_000, look);
  mock.timers.tick(10_000 - EARLY_TOLERANCE_MS);
  assert.equal(look.mock.callCount(), 0);
  mock.timers.tick(EARLY_TOLERANCE_MS);
  assert.equal(look.mock.callCount(), 1);
  assert.equal(times.isEmpty, true);
});

test('rows that are due at about the same time share a look; those further apart have their own', (t) => {
  mockTimers(t);
  const times = new DueTimes();
  const look = mock.fn();
  for (let i = 0; i < 1000; i += 1) times.add(20_000 + i, look);
  for (let i = 0; i < 1000; i += 1) times.add(40_000 + i, look);
  mock.timers.tick(21_000);
  const first = look.mock.callCount();
  // Two, when they lie across the end of a span.
  assert.ok(first >= 1 && first <= 2, `${first} looks`);
  mock.timers.tick(20_000);
  const both = look.mock.callCount();
  assert.ok(both > first && both <= first + 2, `${both - first} more looks`);
});

test('keeps a bounded number of looks, and none when it is cleared', (t) => {
  mockTimers(t);
  const times = new DueTimes();
  const look = mock.fn();
  for (let second = 10; second < 10_000; second += 1) times.add(second * 1000, look);
  times.add(2 ** 40, look);
  mock.timers.tick(5_000_000);
  assert.equal(look.mock.callCount(), 64);
  mock.timers.tick(5_000_000);
  assert.equal(times.isEmpty, true);
  assert.equal(look.mock.callCount(), 64);

  times.add(10_000, look);
  times.clear();
  assert.equal(times.isEmpty, true);
  mock.timers.tick(10_000);
  assert.equal(look.mock.callCount(), 64);
});
