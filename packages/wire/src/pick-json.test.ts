import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileFilters, type PayloadFilter, pathsOf } from './payload-filter.ts';
import { pickJson, wantedOf } from './pick-json.ts';

const NAMES = ['a', 'b', 'c', '0', '1', '10', '', '__proto__', 'ä', 'a/b', 'm~n', 'length'];

const pointers = fc
  .array(fc.constantFrom(...NAMES), { maxLength: 3 })
  .map((path) => path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
const scalars = fc.constantFrom(1, -2.5, 'x', 'ä', '', true, null);
const filters = fc.record({
  pointer: pointers,
  op: fc.constantFrom('eq', 'ne', 'lt', 'gte', 'exists'),
  value: scalars,
});
/** As text, with names that stand twice, escapes and white space. */
const { json } = fc.letrec<{ json: string; list: string; object: string; text: string }>((tie) => ({
  text: fc
    .constantFrom(...NAMES, 'x', '\u2028"\\', '😀')
    .chain((text) =>
      fc.constantFrom(
        JSON.stringify(text),
        `"${[...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`,
      ),
    ),
  list: fc.array(tie('json'), { maxLength: 12 }).map((items) => `[ ${items.join(' ,\n')}]`),
  object: fc
    .array(fc.tuple(tie('text'), tie('json')), { maxLength: 6 })
    .map((members) => `{${members.map(([name, value]) => `${name} :\t${value}`).join(',')} }`),
  json: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom('1', '-2.5', '1e400', '12345678901234567890', 'true', 'null', '{}', '[]'),
    tie('text'),
    tie('list'),
    tie('object'),
  ),
}));

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function agree(text: string, given: readonly PayloadFilter[]): void {
  const whole = parsed(text);
  const picked = pickJson(Buffer.from(text), wantedOf(pathsOf(given)));
  assert.equal(picked === undefined, whole === undefined, text);
  if (!whole || !picked) return;
  for (const filter of given) {
    const matches = compileFilters([filter]);
    assert.equal(matches(picked.value), matches(whole.value), `${JSON.stringify(filter)} of ${text}`);
  }
}

test('conditions hold of what is picked whenever they hold of what JSON.parse makes', () => {
  const given = fc.array(filters, { maxLength: 8 }) as fc.Arbitrary<PayloadFilter[]>;
  fc.assert(
    fc.property(json, given, (text, some) => {
      // Each place of each condition is looked for also as one that is there.
      agree(text, [...some, ...some.map(({ pointer }) => ({ pointer, op: 'exists', value: true }) as const)]);
    }),
    { numRuns: 2000 },
  );
});

test('it takes what JSON.parse takes, and nothing else', () => {
  const wanted: PayloadFilter[] = [
    { pointer: '/a/0/b', op: 'exists', value: true },
    { pointer: '/c', op: 'eq', value: 1 },
  ];
  fc.assert(
    fc.property(
      json,
      fc.nat(),
      fc.constantFrom('', ',', '}', ']', '"', ':', '0', '\\', ' '),
      (text, place, other) => {
        const at = place % (text.length + 1);
        agree(text.slice(0, at), wanted);
        agree(text.slice(0, at) + other + text.slice(at), wanted);
        agree(text.slice(0, at) + other + text.slice(at + 1), wanted);
      },
    ),
    { numRuns: 2000 },
  );
  for (const text of ['', ' ', '{', '{"a"}', '{"a":[1,]}', '{"a":1,}', '{"c":1}x', '{"c":1}\0', '\ufeff{}'])
    agree(text, wanted);
  assert.equal(pickJson(Buffer.from([0x22, 0xff, 0x22]), new Map()), undefined);
});

test('what is not wanted is not made', () => {
  const text = '{"a":{"b":[{"c":1,"d":2},{"c":3}],"e":{"f":1}},"g":"long"}';
  const picked = pickJson(
    Buffer.from(text),
    wantedOf([
      ['a', 'b', '1', 'c'],
      ['a', 'e'],
    ]),
  );
  assert.equal(JSON.stringify(picked?.value), '{"a":{"b":[null,{"c":3}],"e":{}}}');
});
