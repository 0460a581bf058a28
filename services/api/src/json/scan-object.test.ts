import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_DEPTH, scanObject } from './scan-object.ts';

function textOf(text: string, member: string): string | undefined {
  const bytes = Buffer.from(text);
  const span = scanObject(bytes).members.get(member);
  return span && bytes.toString('utf8', span.start, span.end);
}

/** Prints a value as a sender might: with white space anywhere and with any character as an escape. */
function print(value: fc.JsonValue, space: () => string, escaped: () => boolean): string {
  if (typeof value === 'string') return printString(value, escaped);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = Array.isArray(value)
    ? value.map((item) => print(item, space, escaped))
    : Object.entries(value).map(
        ([name, item]) =>
          `${printString(name, escaped)}${space()}:${space()}${print(item ?? null, space, escaped)}`,
      );
  const list = inner.map((item) => `${space()}${item}${space()}`).join(',');
  return Array.isArray(value) ? `[${list || space()}]` : `{${list || space()}}`;
}

function printString(text: string, escaped: () => boolean): string {
  const units = [...text].map((character) =>
    escaped()
      ? [...Array(character.length).keys()]
          .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
          .join('')
      : JSON.stringify(character).slice(1, -1),
  );
  return `"${units.join('')}"`;
}

// No name ends with a backslash: after a name such as `a\\`, V8 13.6 reads the next `"a\\""` as that name again, because its
// quick comparison with the name it expects overlooks the escape.
const unit = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
  .filter((character) => character !== '\\');
const name = fc.oneof(
  fc.constantFrom('payload', '__proto__', '', 'a\\b', '"', 'é', '}'),
  fc.string({ unit, maxLength: 5 }),
);
const object = fc
  .array(fc.tuple(name, fc.jsonValue({ maxDepth: 4, stringUnit: unit })), { maxLength: 6 })
  .map((members) => new Map(members));

test('each top-level member has the span whose text means what JSON.parse read, and no other', () => {
  fc.assert(
    fc.property(object, fc.infiniteStream(fc.nat(7)), (members, dice) => {
      const roll = () => dice.next().value;
      const space = () => ['', ' ', '\n', '\t\r ', '', '', '', ''][roll()] ?? '';
      const escaped = () => roll() === 0;
      const inner = [...members].map(
        ([key, value]) =>
          `${space()}${printString(key, escaped)}${space()}:${space()}${print(value, space, escaped)}${space()}`,
      );
      const text = Buffer.from(`${space()}{${inner.join(',') || space()}}${space()}`);
      const parsed = JSON.parse(text.toString());
      const scanned = scanObject(text);
      assert.deepEqual([...scanned.members.keys()].sort(), Object.keys(parsed).sort());
      for (const [key, { start, end }] of scanned.members) {
        const slice = text.toString('utf8', start, end);
        assert.equal(slice.trim(), slice);
        assert.deepEqual(JSON.parse(slice), Object.getOwnPropertyDescriptor(parsed, key)?.value);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a U+0000 or a lone surrogate is found exactly when a parsed name or string holds one', () => {
  const character = fc.constantFrom(
    '\\u0000',
    '\\ud800',
    '\\udc00',
    '\\uDBFF',
    '\\uDFFF',
    '\\u0041',
    '\\\\',
    'u0000',
    'x',
  );
  fc.assert(
    fc.property(fc.array(character), fc.array(character), (inName, inValue) => {
      const text = `{"payload":{"n${inName.join('')}":["${inValue.join('')}"]}}`;
      const strings = Object.entries(JSON.parse(text).payload).flat(2) as string[];
      const storable = strings.every((string) => string.isWellFormed() && !string.includes('\0'));
      assert.equal(scanObject(Buffer.from(text)).problem === undefined, storable, text);
    }),
    { numRuns: 2000 },
  );
});

test('of a name that stands twice the last value counts, also when one of them is escaped', () => {
  assert.equal(textOf('{"payload":1,"payload":2}', 'payload'), '2');
  assert.equal(textOf('{"payload":{"a":1},"pay\\u006coad":{"b":2}}', 'payload'), '{"b":2}');
});

test('a value keeps its long integers, white space, order and escapes', () => {
  const payload = '{ "b" : 12345678901234567890,\n"a":[1.0, -0, 1e2 ], "e":"\\u00e9\\/" }';
  assert.equal(textOf(`{"type":"x","payload": ${payload} }`, 'payload'), payload);
});

test('nesting is counted within a member, and brackets in strings are not counted', () => {
  const nested = (depth: number) => Buffer.from(`{"payload":${'['.repeat(depth)}${']'.repeat(depth)}}`);
  assert.equal(scanObject(nested(MAX_DEPTH)).problem, undefined);
  assert.deepEqual(scanObject(nested(MAX_DEPTH + 1)).problem, { kind: 'depth', member: 'payload' });
  const text = Buffer.from(`{"payload":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`);
  assert.equal(scanObject(text).problem, undefined);
});

test('a problem names the member that holds it', () => {
  const text = Buffer.from('{"type":"x","payload":{"a":"\\u0000"},"dedup_id":"\\ud800"}');
  assert.deepEqual(scanObject(text).problem, { kind: 'nul', member: 'payload' });
});
