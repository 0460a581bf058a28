import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MALFORMED, MAX_DEPTH, scanValue, skipSpace, terminated } from '@hopline/wire/scan-value';
import fc from 'fast-check';
import { type Item, MAX_MEMBERS, type Member, scanItems, scanMembers, scanObject } from './scan-object.ts';

function membersOf(bytes: Buffer): readonly Member[] {
  const text = terminated(bytes);
  return scanObject(text, skipSpace(text, 0))?.members ?? assert.fail(`not an object: ${bytes}`);
}

function problemOf(text: string): { name: string; flaw: string } | undefined {
  const found = membersOf(Buffer.from(text)).find(({ flaw }) => flaw);
  return found && { name: found.name, flaw: String(found.flaw) };
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
      const scanned = membersOf(text);
      assert.deepEqual(scanned.map((member) => member.name).sort(), Object.keys(parsed).sort());
      for (const { name: key, start, end } of scanned) {
        const slice = text.toString('utf8', start, end);
        assert.equal(slice.trim(), slice);
        assert.deepEqual(JSON.parse(slice), Object.getOwnPropertyDescriptor(parsed, key)?.value);
      }
    }),
    { numRuns: 2000 },
  );
});

test('each value of an array has its bytes, and an object its members', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue({ maxDepth: 3, stringUnit: unit }), { maxLength: 5 }),
      fc.nat(2),
      (values, indent) => {
        const text = Buffer.from(
          `[${values.map((value) => JSON.stringify(value, null, indent)).join(' ,\n')}] `,
        );
        const items: Item[] = [];
        assert.equal(
          scanItems(text, 0, (item) => items.push(item)),
          text.length - 1,
        );
        assert.deepEqual(
          items.map(({ start, end }) => JSON.parse(text.toString('utf8', start, end))),
          JSON.parse(text.toString()),
        );
        for (const [i, value] of values.entries()) {
          const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
          const names = isObject ? Object.keys(value) : undefined;
          assert.deepEqual(items[i]?.object?.members.map((member) => member.name).sort(), names?.sort());
        }
      },
    ),
  );
});

test('an array that is not one is malformed', () => {
  for (const text of [
    '',
    '{}',
    '[',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[{]',
    '[{"a":}]',
    '[{}}',
    '[{"a" 1}]',
  ]) {
    assert.equal(
      scanItems(terminated(Buffer.from(text)), 0, () => {}),
      MALFORMED,
      text,
    );
  }
});

test('an object that is not one is malformed', () => {
  const bodies = [
    '',
    '[]',
    '1',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{,"a":1}',
    '{"a" 1}',
    '{a:1}',
  ];
  for (const text of [...bodies, '{"a":1 "b":2}', '{"a":1;"b":2}', '{"a\n":1}', '{"\\x":1}']) {
    assert.equal(scanObject(terminated(Buffer.from(text)), 0), undefined, text);
  }
});

test('a value can be read by whoever asked for the members', () => {
  const text = terminated(Buffer.from('{"a":[1,2],"b":"x"}!'));
  const seen: [string, string][] = [];
  const end = scanMembers(text, 0, (member, start, note) => {
    const valueEnd = scanValue(text, start, note);
    seen.push([member, text.toString('utf8', start, valueEnd)]);
    return valueEnd;
  });
  assert.deepEqual(seen, [
    ['a', '[1,2]'],
    ['b', '"x"'],
  ]);
  assert.equal(end, text.indexOf('!'));
});

test('a name that stands twice is there twice, in order, also when one of them is escaped', () => {
  const text = Buffer.from('{"payload":1,"pay\\u006coad":2}');
  assert.deepEqual(
    membersOf(text).map(({ name: found, start, end }) => [found, text.toString('utf8', start, end)]),
    [
      ['payload', '1'],
      ['payload', '2'],
    ],
  );
});

test('a value keeps its long integers, white space, order and escapes', () => {
  const payload = '{ "b" : 12345678901234567890,\n"a":[1.0, -0, 1e2 ], "e":"\\u00e9\\/" }';
  const text = Buffer.from(`{"type":"x","payload": ${payload} }`);
  const member = membersOf(text).find((one) => one.name === 'payload');
  assert.equal(text.toString('utf8', member?.start, member?.end), payload);
});

test('a flaw is noted with the member that holds it, in its name or its value', () => {
  const nested = (depth: number) => `{"payload":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  assert.equal(problemOf(nested(MAX_DEPTH)), undefined);
  assert.deepEqual(problemOf(nested(MAX_DEPTH + 1)), { name: 'payload', flaw: 'depth' });
  assert.deepEqual(problemOf('{"type":"x","payload":{"a":"\\u0000"},"dedup_id":"\\ud800"}'), {
    name: 'payload',
    flaw: 'nul',
  });
  assert.deepEqual(problemOf('{"type":"x","a\\u0000":1,"b":2}'), { name: 'a\0', flaw: 'nul' });
});

test('of an object with too many members the first are noted, and its end is found', () => {
  const object = (count: number) =>
    terminated(Buffer.from(`{${Array.from({ length: count }, (_, i) => `"${i}":{}`).join(', ')}} 7`));
  for (const count of [MAX_MEMBERS, MAX_MEMBERS + 1, 10 * MAX_MEMBERS]) {
    const text = object(count);
    const scanned = scanObject(text, 0);
    assert.deepEqual(
      [scanned?.members.length, scanned?.hasMore, scanned?.end],
      [MAX_MEMBERS, count > MAX_MEMBERS, text.length - 3],
    );
  }
  const malformed = object(2 * MAX_MEMBERS);
  malformed[malformed.length - 4] = 0x21;
  assert.equal(scanObject(malformed, 0), undefined);
});
