import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BodyRoom, type WaitingBody } from './body-room.ts';

interface Named extends WaitingBody {
  readonly name: string;
}

function body(name: string, bytes: number, isGone = () => false): Named {
  return { name, organizationId: name.charAt(0), bytes, deadline: 10, isGone };
}

/** Room for 1,000 bytes and 8 that wait; `taken` may change. */
function makeRoom() {
  const self = { taken: 0 };
  const room = new BodyRoom<Named>(1000, 8, () => self.taken);
  const next = (now = 0) => {
    const { entered, refused } = room.next(now);
    return [entered.map(({ name }) => name).join(' '), refused.map(({ name }) => name).join(' ')];
  };
  return { room, next, self };
}

test('an organization has a quarter of the room, and nobody waits behind those of it that wait', () => {
  const { room, next } = makeRoom();
  const first = body('a1', 200);
  room.wait(first);
  assert.deepEqual(next(), ['a1', '']);
  for (const one of [body('a2', 51), body('a3', 10), body('b1', 250), body('c1', 250)]) room.wait(one);
  // a3 would fit, but may not overtake a2.
  assert.deepEqual(next(), ['b1 c1', '']);
  room.leave(first);
  assert.deepEqual(next(), ['a2 a3', '']);
  assert.equal(room.waiting, 0);
  assert.equal(room.arriving, 561);
});

test('one that is larger than the share is let in alone', () => {
  const { room, next } = makeRoom();
  const large = body('a1', 900);
  room.wait(large);
  room.wait(body('a2', 1));
  assert.deepEqual(next(), ['a1', '']);
  room.leave(large);
  assert.deepEqual(next(), ['a2', '']);
});

test('when there is no room at all, those behind wait too, until their time is over', () => {
  const { room, next, self } = makeRoom();
  self.taken = 900;
  room.wait(body('a1', 200));
  room.wait(body('b1', 50));
  assert.deepEqual(next(), ['', '']);
  self.taken = 750;
  assert.deepEqual(next(), ['a1 b1', '']);
  self.taken = 900;
  room.wait(body('a2', 200));
  room.wait(body('c1', 50));
  assert.deepEqual(next(10), ['', 'a2 c1']);
  assert.equal(room.waiting, 0);
});

test('an organization has a quarter of the places to wait', () => {
  const { room } = makeRoom();
  const wait = (name: string) => room.wait(body(name, 100));
  assert.deepEqual(['a1', 'a2', 'a3', 'b1'].map(wait), [true, true, false, true]);
  assert.deepEqual(['b2', 'c1', 'c2', 'd1', 'd2', 'e1'].map(wait), [true, true, true, true, true, false]);
});

test('one that goes away while it waits takes neither room nor a place', () => {
  const { room, next } = makeRoom();
  let isGone = false;
  room.wait(body('a1', 250));
  assert.deepEqual(next(), ['a1', '']);
  room.wait(body('a2', 250, () => isGone));
  room.wait(body('a3', 250));
  isGone = true;
  assert.deepEqual(next(), ['', '']);
  assert.equal(room.waiting, 1);
  assert.equal(room.wait(body('a4', 1)), true);
  assert.equal(room.arriving, 250);
});
