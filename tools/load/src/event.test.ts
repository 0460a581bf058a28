import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBodies, PAYLOAD, readNumber } from './event.ts';

test('a payload has 500 bytes, with and without its number', () => {
  assert.equal(Buffer.byteLength(PAYLOAD), 500);
  const { payload } = JSON.parse(createBodies(1)(7, 1).toString());
  assert.equal(JSON.stringify(payload).length, 500);
});

test('every event of a batch has its own number, which its webhook gives back', () => {
  const { events } = JSON.parse(createBodies(3)(41, 2).toString());
  const numbers = events.map((event: { payload: object }) =>
    readNumber(Buffer.from(`{"id":"x","type":"y","data":${JSON.stringify(event.payload)}}`)),
  );
  assert.deepEqual(numbers, [41, 42]);
});

test('the bytes of one request are not those of the next', () => {
  const bodies = createBodies(1);
  const first = bodies(1, 1);
  bodies(2, 1);
  assert.equal(readNumber(first), 1);
});

test('a webhook of something else has no number', () => {
  assert.equal(readNumber(Buffer.from('{"data":{"order":1}}')), undefined);
  assert.equal(readNumber(Buffer.from('{"data":{"event_number":"none"}}')), undefined);
});
