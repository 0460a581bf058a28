import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wakeUpProblem } from './wake-up.ts';

const ID = '01a1fdfe-0276-7192-9fc1-04e157a5df9b';
const GOOD = { endpoint_id: ID, organization_id: ID, delivery: { id: ID, day: '2024-02-29', version: 1 } };

test('nothing is wrong with a wake-up of a delivery or of an endpoint', () => {
  assert.equal(wakeUpProblem(GOOD), undefined);
  assert.equal(wakeUpProblem({ ...GOOD, delivery: null }), undefined);
});

test('what Postgres would refuse as a parameter is found', () => {
  const cases: [object, RegExp][] = [
    [{ endpoint_id: 'e' }, /^endpoint_id/],
    [{ organization_id: '' }, /^organization_id/],
    [{ delivery: { ...GOOD.delivery, id: ID.slice(1) } }, /^delivery.id/],
    ...['2026-02-29', '2026-13-01', '0000-01-01', '2026-1-1', 'today', ''].map((day): [object, RegExp] => [
      { delivery: { ...GOOD.delivery, day } },
      /^delivery.day/,
    ]),
  ];
  for (const [bad, problem] of cases) {
    assert.match(wakeUpProblem({ ...GOOD, ...bad }) ?? '', problem, JSON.stringify(bad));
  }
});
