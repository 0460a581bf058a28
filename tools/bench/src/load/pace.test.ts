import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPacer } from './pace.ts';

const open = { kind: 'open', perSecond: 100, maxConnections: 1, patienceMs: 50 } as const;

test('an open loop gives every request its own time, also when it is asked late', () => {
  const pacer = createPacer(open, 1000, 1);
  assert.equal(pacer.take(999), undefined);
  assert.equal(pacer.take(1000), 1000);
  assert.equal(pacer.take(1009), undefined);
  assert.deepEqual([pacer.take(1035), pacer.take(1035), pacer.take(1035)], [1010, 1020, 1030]);
  assert.equal(pacer.take(1035), undefined);
});

test('what waited longer than its patience is never sent and is counted', () => {
  const pacer = createPacer(open, 1000, 1);
  assert.equal(pacer.take(1085), 1040);
  assert.equal(pacer.unsent, 4);
  assert.equal(pacer.take(5000), undefined);
  assert.equal(pacer.unsent, 99);
});

test('a closed loop sends whenever it is asked, until its end', () => {
  const pacer = createPacer({ kind: 'closed', connections: 1 }, 1000, 2);
  assert.deepEqual([pacer.take(1000), pacer.take(2999), pacer.take(3000)], [1000, 2999, undefined]);
});

test('a closed loop may be over when its requests are', () => {
  const pacer = createPacer({ kind: 'closed', connections: 1, requests: 2 }, 1000, 60);
  assert.deepEqual([pacer.take(1000), pacer.isOver(1000)], [1000, false]);
  assert.deepEqual([pacer.take(1001), pacer.take(1002), pacer.isOver(1002)], [1001, undefined, true]);
});
