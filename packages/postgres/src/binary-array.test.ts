import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteaArray, dateArray, floatArray, intArray, textArray, uuidArray } from './binary-array.ts';

const hex = (bytes: Buffer) => bytes.toString('hex').match(/.{8}/g)?.join(' ');

// Dimensions, nulls, type, length and lower bound; then each element behind its length.
test('writes uuid[] as Postgres sends it', () => {
  assert.equal(
    hex(uuidArray(['01a1fdfe-0276-7192-9fc1-04e157a5df9b', 'FFFFFFFF-0000-4000-8000-00000000000a'])),
    '00000001 00000000 00000b86 00000002 00000001' +
      ' 00000010 01a1fdfe 02767192 9fc104e1 57a5df9b' +
      ' 00000010 ffffffff 00004000 80000000 0000000a',
  );
});

test('writes date[] as days since 2000', () => {
  assert.equal(
    hex(dateArray(['2000-01-01', '2026-11-21', '2026-11-21', '1999-12-31'])),
    '00000001 00000000 0000043a 00000004 00000001' +
      ' 00000004 00000000 00000004 0000265d 00000004 0000265d 00000004 ffffffff',
  );
});

test('writes text[] with its nulls, lengths in bytes', () => {
  assert.equal(
    hex(textArray(['é"\\', null, ''])),
    '00000001 00000001 00000019 00000003 00000001 00000004 c3a9225c ffffffff 00000000',
  );
  assert.equal(hex(textArray(['abcd'])), '00000001 00000000 00000019 00000001 00000001 00000004 61626364');
});

test('writes bytea[]', () => {
  assert.equal(
    hex(byteaArray([Buffer.from('00ff00ff', 'hex'), Buffer.alloc(0)])),
    '00000001 00000000 00000011 00000002 00000001 00000004 00ff00ff 00000000',
  );
});

test('writes bytea[], int[] and float8[] with their nulls', () => {
  assert.equal(
    hex(byteaArray([null, Buffer.from('61626364', 'hex')])),
    '00000001 00000001 00000011 00000002 00000001 ffffffff 00000004 61626364',
  );
  assert.equal(
    hex(intArray([1, null, -2])),
    '00000001 00000001 00000017 00000003 00000001 00000004 00000001 ffffffff 00000004 fffffffe',
  );
  assert.equal(
    hex(floatArray([1.5, null])),
    '00000001 00000001 000002bd 00000002 00000001 00000008 3ff80000 00000000 ffffffff',
  );
  assert.throws(() => intArray([2 ** 31]), RangeError);
});

for (const wrong of [
  '',
  'no',
  '01a1fdfe-0276-7192-9fc1-04e157a5df9',
  '01a1fdfe-0276-7192-9fc1-04e157a5df9bb',
  '01a1fdfe-0276-7192-9fc1-04e157a5df9g',
]) {
  test(`refuses "${wrong}" as a UUID`, () => assert.throws(() => uuidArray([wrong]), RangeError));
}

test('refuses what is no day', () => {
  for (const wrong of ['2026-13-01', 'today', '']) assert.throws(() => dateArray([wrong]), RangeError);
});
