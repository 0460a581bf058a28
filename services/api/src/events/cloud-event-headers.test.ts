import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeAttribute } from './cloud-event-headers.ts';

/** How a sender encodes a value (CloudEvents HTTP protocol binding 1.0.2, section 3.1.3.2). */
function encode(value: string): string {
  return value.replace(/[^\x21\x23\x24\x26-\x7e]/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

test('what a sender encodes comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      fc.pre(!value.includes('\0'));
      assert.equal(decodeAttribute(encode(value)), value);
    }),
  );
});

test("the specification's example, quoted strings, and a percent sign that encodes nothing", () => {
  assert.equal(decodeAttribute('Euro%20%E2%82%AC%20%F0%9F%98%80'), 'Euro € 😀');
  assert.equal(decodeAttribute('"a b"'), 'a b');
  assert.equal(decodeAttribute('"a \\"b\\" \\\\ %20"'), 'a "b" \\  ');
  assert.equal(decodeAttribute('100%'), '100%');
  assert.equal(decodeAttribute('%zz%2'), '%zz%2');
  assert.equal(decodeAttribute('say "hi"'), 'say "hi"');
  assert.equal(decodeAttribute('%2525'), '%25', 'one round of it');
});

test('bytes that are not UTF-8, U+0000 and raw characters beyond ASCII are none', () => {
  for (const header of ['%FF', '%C3', '%ED%A0%80', '%00', 'é', '\t', '€']) {
    assert.equal(decodeAttribute(header), undefined, header);
  }
});
