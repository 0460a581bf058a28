import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestInvalidError, RequestMalformedError } from '../errors.ts';
import { parseDocument } from './parse-document.ts';

test('a body is refused as malformed when it is not a JSON object in UTF-8 without a byte order mark', () => {
  for (const body of [
    '',
    'null',
    '7',
    '"text"',
    '[{}]',
    '{',
    '{"a":1}}',
    "{'a':1}",
    '{"a":01}',
    '{"a":NaN}',
    '\uFEFF{"a":1}',
    Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), // {"\xff":1}
    Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]), // a surrogate in UTF-8
    Buffer.from('{"a":1}', 'utf16le'),
    `${'['.repeat(100_000)}`,
  ]) {
    assert.throws(() => parseDocument(Buffer.from(body)), RequestMalformedError, String(body).slice(0, 20));
  }
});

test('what Postgres cannot store is refused with a pointer to the member that holds it', () => {
  const cases: [string, string][] = [
    ['{"payload":{"deep":{"text":"a\\u0000b"}}}', '/payload'],
    ['{"dedup_id":"\\ud83d"}', '/dedup_id'],
    ['{"a/b~c":"\\u0000"}', '/a~1b~0c'],
    [`{"payload":${'{"a":'.repeat(33)}1${'}'.repeat(33)}}`, '/payload'],
  ];
  for (const [body, pointer] of cases) {
    assert.throws(
      () => parseDocument(Buffer.from(body)),
      (error) => error instanceof RequestInvalidError && error.pointer === pointer,
      body,
    );
  }
});

test('the value is what JSON.parse makes of it', () => {
  const raw = Buffer.from(' {"payload": {"n":12345678901234567890, "s":"\\ud83d\\ude00"}, "__proto__":1} ');
  assert.deepEqual(parseDocument(raw), JSON.parse(raw.toString()));
});

test('a body with more members than any has is refused, also where the flaw of a later one would be missed', () => {
  const body = (count: number) => Buffer.from(`{${'"a":1,'.repeat(count - 1)}"b":"\\u0000"}`);
  const pointerOf = (raw: Buffer) => {
    try {
      return parseDocument(raw);
    } catch (error) {
      return error instanceof RequestInvalidError ? error.pointer : error;
    }
  };
  assert.equal(pointerOf(body(64)), '/b');
  assert.equal(pointerOf(body(65)), '');
});

test('of a large body that is malformed the byte is named at which it ceases to be JSON', () => {
  const start = `{"text":"${'é'.repeat(4096)}"`;
  const at = Buffer.byteLength(start);
  for (const [rest, offset] of [
    ['', 0],
    [' ', 1],
    ['}x', 1],
    [',"b":[1,2', 9],
    [',"b":[1,2}}', 9],
    [',"b":tru}', 5],
    [',"b":-}', 6],
    [',"b" 7}', 5],
    [',b:7}', 1],
    [',"b":"\\x"}', 6],
    [',"b":"\\u00g0"}', 6],
    [',"b":"\n"}', 6],
  ] as const) {
    assert.throws(
      () => parseDocument(Buffer.from(start + rest)),
      (error) =>
        error instanceof RequestMalformedError && error.message.includes(`byte ${at + offset} does not`),
      rest,
    );
  }
});
