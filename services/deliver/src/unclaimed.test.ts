import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settleUnclaimed } from './unclaimed.ts';

const FOUND = { id: 'd', dueInMs: -1, endpointPaused: false, endpointDeleted: false, eventGone: false };

test('a row that has moved on is dropped', () => {
  assert.deepEqual(settleUnclaimed(undefined), { kind: 'drop' });
});

test('what is early by up to 5 s waits in memory, and no shorter than it must', () => {
  assert.deepEqual(settleUnclaimed({ ...FOUND, dueInMs: 0.2 }), { kind: 'postpone', delayMs: 1 });
  assert.deepEqual(settleUnclaimed({ ...FOUND, dueInMs: 5000 }), { kind: 'postpone', delayMs: 5000 });
});

test('what is earlier than that is left to the refill of its time', () => {
  assert.deepEqual(settleUnclaimed({ ...FOUND, dueInMs: 5000.1 }), { kind: 'later', dueInMs: 5000.1 });
});

test('what somebody has locked is tried again soon', () => {
  assert.deepEqual(settleUnclaimed(FOUND), { kind: 'postpone', delayMs: 250 });
});

test('a paused or deleted endpoint matters more than the time', () => {
  assert.deepEqual(settleUnclaimed({ ...FOUND, endpointPaused: true, dueInMs: 10 }), { kind: 'paused' });
  assert.deepEqual(settleUnclaimed({ ...FOUND, endpointDeleted: true, endpointPaused: true }), {
    kind: 'orphan',
  });
});

test('what has no event any more is ended, as nobody could ever post it', () => {
  assert.deepEqual(settleUnclaimed({ ...FOUND, eventGone: true }), { kind: 'orphan' });
});
