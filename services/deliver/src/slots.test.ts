import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Slots } from './slots.ts';

const MIB = 1024 * 1024;

test('there are as many slots as configured', () => {
  const slots = new Slots(3);
  assert.equal(slots.free, 3);
  for (const organization of ['a', 'b']) slots.take(organization);
  assert.equal(slots.free, 1);
  slots.release('a');
  assert.equal(slots.free, 2);
  assert.equal(slots.used, 1);
});

test('no more is claimed than fits into 64 MB, should every payload be of the largest size', () => {
  const slots = new Slots(10_000);
  assert.equal(slots.free, 255);
  slots.addBytes(63 * MIB);
  assert.equal(slots.free, 3);
  slots.addBytes(2 * MIB);
  assert.equal(slots.free, 0);
  slots.addBytes(-65 * MIB);
  assert.equal(slots.free, 255);
});

test('says when the last slot is free again, whoever releases it', () => {
  const slots = new Slots(3);
  let idle = 0;
  slots.onIdle = () => {
    idle += 1;
  };
  for (const organization of ['a', 'b']) slots.take(organization);
  slots.release('b');
  assert.equal(idle, 0);
  slots.release('a');
  assert.equal(idle, 1);
});

test('counts what each organization has', () => {
  const slots = new Slots(8);
  for (let i = 0; i < 2; i += 1) slots.take('a');
  assert.deepEqual([slots.mayTake('a', true), slots.mayTake('b', true)], [false, true]);
  slots.release('a');
  assert.equal(slots.mayTake('a', true), true);
});

test('a slot is free when its post has ended; as many results as there are slots may wait to be written', () => {
  const slots = new Slots(2);
  const post = () => {
    slots.take('a');
    slots.postEnded('a');
  };
  post();
  assert.deepEqual([slots.free, slots.used, slots.isIdle], [2, 0, false]);
  slots.take('a');
  post();
  assert.deepEqual([slots.free, slots.used], [1, 1]);
  slots.postEnded('a');
  assert.equal(slots.free, 1);
  post();
  assert.deepEqual([slots.free, slots.used], [0, 0]);
  slots.resultEnded();
  assert.equal(slots.free, 1);
});

test('is idle when the last result is written, not when the last post has ended', () => {
  const slots = new Slots(2);
  let idle = 0;
  slots.onIdle = () => {
    idle += 1;
  };
  for (const organization of ['a', 'b']) slots.take(organization);
  slots.postEnded('a');
  slots.release('b');
  assert.equal(idle, 0);
  slots.resultEnded();
  assert.equal(idle, 1);
});
