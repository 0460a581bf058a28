import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settleUnclaimed } from './unclaimed.ts';

const FOUND = {
  ...{ id: 'd', dueInMs: -1, endpointPaused: false, eventGone: false },
  ...{ endpointDeleted: false, endpointDisabled: false, heldForMs: null, inOrder: false },
};

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

test('a held endpoint matters more than the time, a hold that is over does not matter', () => {
  assert.deepEqual(settleUnclaimed({ ...FOUND, heldForMs: 700, dueInMs: 10 }), { kind: 'held', forMs: 700 });
  assert.deepEqual(settleUnclaimed({ ...FOUND, heldForMs: -1, dueInMs: 10 }), {
    kind: 'postpone',
    delayMs: 10,
  });
});

test('what waits for a disabled endpoint is an orphan', () => {
  assert.deepEqual(settleUnclaimed({ ...FOUND, endpointDisabled: true, heldForMs: 700 }), { kind: 'orphan' });
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

test('one of an order that nothing else stands in the way of has others of its key before it', () => {
  assert.deepEqual(settleUnclaimed({ ...FOUND, inOrder: true }), { kind: 'in_order' });
  assert.equal(settleUnclaimed({ ...FOUND, inOrder: true, dueInMs: 4000 }).kind, 'postpone');
  assert.equal(settleUnclaimed({ ...FOUND, inOrder: true, endpointPaused: true }).kind, 'paused');
  assert.equal(settleUnclaimed({ ...FOUND, inOrder: true, endpointDeleted: true }).kind, 'orphan');
});
