import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FlawNote, MALFORMED, MAX_DEPTH, scanValue, skipSpace, terminated } from './scan-value.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function scan(text: string): { isWhole: boolean; flaw: FlawNote['first'] } {
  const bytes = Buffer.from(text);
  assert.ok(isUtf8(bytes));
  const note: FlawNote = { first: undefined };
  const ended = terminated(bytes);
  const end = scanValue(ended, skipSpace(ended, 0), note);
  const isWhole = end !== MALFORMED && skipSpace(ended, end) === bytes.length;
  // What comes behind the end was not looked at.
  for (const behind of ['"', '\\', '00000000', '}}}]]],1', ' '.repeat(8)]) {
    const longer = Buffer.concat([ended, Buffer.from(behind.repeat(8))]);
    assert.equal(scanValue(longer, skipSpace(longer, 0), { first: undefined }), end, `${text} | ${behind}`);
  }
  return { isWhole, flaw: note.first };
}

/** Pieces of JSON, whole and broken: put together at random they are often nearly, and sometimes quite, JSON. */
const piece = fc.constantFrom(
  ...['{', '}', '[', ']', ',', ':', '"', '"a"', '"a":', '1', '0', '-', '.', 'e', 'E', '+', '12', '0.5', '-0'],
  ...['true', 'false', 'null', 'tru', 'nul', 'nan', ' ', '\n', '\t', '\r', '\f', '\u00a0', '\ufeff', '\0'],
  ...[
    '\\',
    '\\"',
    '\\u',
    '\\u0041',
    '\\u00e',
    '\\uD83D\\ude00',
    '\\n',
    '\\x',
    '/',
    'é',
    '😀',
    '\u2028',
    '\x7f',
  ],
);

test('what is JSON to JSON.parse is JSON to the scan, and nothing else is', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      assert.equal(scan(text).isWhole, isJson(text), text);
    }),
    { numRuns: 10_000 },
  );
});

test('a JSON text with one character put in, left out or changed is JSON to both or to neither', () => {
  const character = fc.oneof(
    fc.string({ minLength: 1, maxLength: 1 }),
    fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', 'e', 'u', ' ', '\n', '\x1f'),
  );
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.nat(2), character, (json, at, removed, added) => {
      const index = at % (json.length + 1);
      const text =
        json.slice(0, index) + (removed === 2 ? '' : added) + json.slice(index + (removed ? 1 : 0));
      // A surrogate that the change has left alone has no UTF-8.
      fc.pre(text.isWellFormed());
      assert.equal(scan(text).isWhole, isJson(text), text);
      assert.equal(scan(json).isWhole, true, json);
    }),
    { numRuns: 5000 },
  );
});

test('a text that is cut off anywhere is malformed', () => {
  const whole = '{"a":[1.5e-7,"\\ud83d\\ude00\\n",true,false,null,{"b":{}},[]]}';
  assert.equal(scan(whole).isWhole, true);
  for (let end = 0; end < whole.length; end += 1) {
    assert.equal(scan(whole.slice(0, end)).isWhole, false, whole.slice(0, end));
  }
});

test('the value ends where it ends, whatever follows', () => {
  for (const [text, end] of [
    ['12,', 2],
    ['-0.5e+3}', 7],
    ['"a\\"b" "', 6],
    ['{"a":[]}]', 8],
    ['true false', 4],
    ['[] []', 2],
  ] as const) {
    assert.equal(scanValue(terminated(Buffer.from(text)), 0, { first: undefined }), end, text);
  }
});

test('a U+0000 or a lone surrogate is found exactly when a parsed name or string holds one', () => {
  const character = fc.constantFrom(
    ...['\\u0000', '\\ud800', '\\udc00', '\\uDBFF', '\\uDFFF', '\\u0041', '\\\\', 'u0000', 'x', 'é'],
  );
  fc.assert(
    fc.property(fc.array(character), fc.array(character), (inName, inValue) => {
      const text = `{"n${inName.join('')}":["${inValue.join('')}"]}`;
      const strings = Object.entries(JSON.parse(text)).flat(2) as string[];
      const storable = strings.every((string) => string.isWellFormed() && !string.includes('\0'));
      assert.equal(scan(text).flaw === undefined, storable, text);
    }),
    { numRuns: 2000 },
  );
});

test('nesting is counted in objects and arrays, empty ones too, and brackets in strings are not counted', () => {
  for (const [left, right] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const nested = (depth: number, inner: string) => left.repeat(depth) + inner + right.repeat(depth);
    assert.equal(scan(nested(MAX_DEPTH, '1')).flaw, undefined);
    assert.equal(scan(nested(MAX_DEPTH - 1, '{}')).flaw, undefined);
    assert.equal(scan(nested(MAX_DEPTH, '[]')).flaw, 'depth');
    assert.deepEqual(scan(nested(MAX_DEPTH + 1, '1')), { isWhole: true, flaw: 'depth' });
    assert.deepEqual(scan(nested(5000, '1')), { isWhole: true, flaw: 'depth' });
  }
  assert.equal(scan(`"${'['.repeat(100)}\\"${'{'.repeat(100)}"`).flaw, undefined);
  assert.equal(scan(`[${'[],{},'.repeat(100)}1]`).flaw, undefined);
});

test('brackets close what they opened, at any depth', () => {
  const bracket = fc.constantFrom('[', '{"a":');
  fc.assert(
    fc.property(fc.array(bracket, { minLength: 1, maxLength: 80 }), fc.nat(), (brackets, at) => {
      const closing = brackets.map((one) => (one === '[' ? ']' : '}')).reverse();
      assert.equal(scan(`${brackets.join('')}1${closing.join('')}`).isWhole, true);
      const wrong = at % closing.length;
      closing[wrong] = closing[wrong] === ']' ? '}' : ']';
      assert.equal(scan(`${brackets.join('')}1${closing.join('')}`).isWhole, false);
    }),
  );
});
