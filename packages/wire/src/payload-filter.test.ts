import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileFilters, FILTER_OPERATORS, filterProblem, type PayloadFilter } from './payload-filter.ts';

const PAYLOAD = JSON.parse(
  '{"total":19.9,"country":"DE","paid":true,"note":null,"lines":[{"sku":"a"},{"sku":"b"}],"a/b":1,"m~n":2,"":3,"~1":4,"__proto__":5}',
);

type Case = [pointer: string, op: PayloadFilter['op'], value: PayloadFilter['value'], holds: boolean];

const CASES: Case[] = [
  ['/country', 'eq', 'DE', true],
  ['/country', 'eq', 'de', false],
  ['/total', 'eq', 19.9, true],
  ['/total', 'eq', '19.9', false],
  ['/note', 'eq', null, true],
  ['/none', 'eq', null, false],
  ['/paid', 'eq', true, true],
  ['/lines', 'eq', 'a', false],
  ['/country', 'ne', 'FR', true],
  ['/none', 'ne', 'FR', true],
  ['/country', 'ne', 'DE', false],
  ['/country', 'in', ['FR', 'DE'], true],
  ['/none', 'in', ['FR', null], false],
  ['/total', 'lt', 20, true],
  ['/total', 'lt', 19.9, false],
  ['/total', 'lte', 19.9, true],
  ['/total', 'gt', 19.9, false],
  ['/total', 'gte', 19.9, true],
  ['/country', 'gt', 'AT', true],
  ['/country', 'gt', 1, false],
  ['/none', 'gt', 1, false],
  ['/paid', 'gte', 1, false],
  ['/country', 'starts_with', 'D', true],
  ['/total', 'starts_with', '1', false],
  ['/note', 'exists', true, true],
  ['/none', 'exists', true, false],
  ['/none', 'exists', false, true],
  ['/lines/1/sku', 'eq', 'b', true],
  ['/lines/01/sku', 'eq', 'b', false],
  ['/lines/2/sku', 'exists', true, false],
  ['/lines/-', 'exists', true, false],
  ['/lines/length', 'exists', true, false],
  ['/country/0', 'exists', true, false],
  ['/a~1b', 'eq', 1, true],
  ['/m~0n', 'eq', 2, true],
  ['/~01', 'eq', 4, true],
  ['/', 'eq', 3, true],
  ['', 'exists', true, true],
  ['/__proto__', 'eq', 5, true],
  ['/constructor', 'exists', true, false],
  ['/toString', 'exists', true, false],
];

for (const [pointer, op, value, holds] of CASES) {
  test(`${pointer || 'the payload'} ${op} ${JSON.stringify(value)} ${holds ? 'holds' : 'does not hold'}`, () => {
    assert.equal(filterProblem({ pointer, op, value }), undefined);
    assert.equal(compileFilters([{ pointer, op, value }])(PAYLOAD), holds);
  });
}

test('all conditions must hold', () => {
  const one: PayloadFilter = { pointer: '/paid', op: 'eq', value: true };
  const other: PayloadFilter = { pointer: '/total', op: 'gt', value: 100 };
  assert.equal(compileFilters([one])(PAYLOAD), true);
  assert.equal(compileFilters([one, other])(PAYLOAD), false);
});

test('a form that cannot be meant is refused, and its member named', () => {
  const bad: [PayloadFilter['pointer'], PayloadFilter['op'], PayloadFilter['value'], string][] = [
    ['total', 'eq', 1, 'pointer'],
    ['/a~2', 'eq', 1, 'pointer'],
    ['/a~', 'eq', 1, 'pointer'],
    ['/a', 'eq', [1], 'value'],
    ['/a', 'in', 1, 'value'],
    ['/a', 'gt', true, 'value'],
    ['/a', 'starts_with', 1, 'value'],
    ['/a', 'exists', 'true', 'value'],
  ];
  for (const [pointer, op, value, member] of bad) {
    assert.equal(filterProblem({ pointer, op, value })?.member, member, `${pointer} ${op}`);
  }
});

test('whatever the payload and the condition, there is an answer', () => {
  const scalar = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null));
  const filter = fc.record({
    pointer: fc.stringMatching(/^(\/([a-z0-9_]|~[01]){0,4}){0,4}$/),
    op: fc.constantFrom(...FILTER_OPERATORS),
    value: fc.oneof(scalar, fc.array(scalar)),
  });
  fc.assert(
    fc.property(filter, fc.jsonValue(), (given, payload) => {
      if (filterProblem(given)) return;
      assert.equal(typeof compileFilters([given])(payload), 'boolean');
    }),
  );
});
