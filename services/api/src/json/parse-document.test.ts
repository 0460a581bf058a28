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
