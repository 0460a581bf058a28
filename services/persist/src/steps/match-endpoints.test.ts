import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesType } from './match-endpoints.ts';

const CASES: [filter: string, type: string, matches: boolean][] = [
  ['*', 'order.created', true],
  ['order.created', 'order.created', true],
  ['order.created', 'order.created.v2', false],
  ['order.created', 'order', false],
  ['order.*', 'order.created', true],
  ['order.*', 'order.line.added', true],
  ['order.*', 'order', false],
  ['order.*', 'orders.created', false],
  ['order.line.*', 'order.created', false],
  ['order*', 'order.created', false],
  ['*.created', 'order.created', false],
  ['Order.*', 'order.created', false],
];

for (const [filter, type, matches] of CASES) {
  test(`${filter} ${matches ? 'matches' : 'does not match'} ${type}`, () => {
    assert.equal(matchesType(filter, type), matches);
  });
}
