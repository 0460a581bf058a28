import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assess, type Measured } from './assess.ts';

const targets = { p95Ms: 100, errorShare: 0.01 };
const good: Measured = {
  sent: 1000,
  refused: 0,
  unknown: 0,
  rate: 100,
  acceptedPerSecond: 99,
  latencyMs: { p50: 1, p95: 3, p99: 9, max: 20 },
  delivery: {
    ...{ delivered: 1000, lost: 0, doubled: 0, unconfirmed: 0, perSecond: 99 },
    acceptedToDeliveredMs: { p50: 10, p95: 20, p99: 30, max: 40 },
  },
  interrupted: false,
};
const missed = (changes: Partial<Measured>) =>
  assess({ ...good, ...changes }, targets)
    .filter(({ met }) => !met)
    .map(({ what }) => what);

test('each target is missed by what it is about, and by nothing else', () => {
  assert.deepEqual(missed({}), []);
  assert.deepEqual(missed({ latencyMs: { ...good.latencyMs, p95: 100 } }), ['acceptance, p95']);
  assert.deepEqual(missed({ refused: 6, unknown: 4 }), ['refused or no answer']);
  assert.deepEqual(missed({ refused: 9 }), []);
  assert.deepEqual(missed({ acceptedPerSecond: 94 }), ['accepted at the rate']);
  assert.deepEqual(missed({ delivery: { ...(good.delivery as object), lost: 1 } as Measured['delivery'] }), [
    'lost',
  ]);
});

test('nothing accepted is not quick', () => {
  const none = { p50: null, p95: null, p99: null, max: null };
  assert.deepEqual(missed({ latencyMs: none }), ['acceptance, p95']);
});

test('what was not measured is not judged', () => {
  assert.deepEqual(
    assess({ ...good, rate: null, delivery: null }, targets).map(({ what }) => what),
    ['acceptance, p95', 'refused or no answer'],
  );
  assert.equal(assess({ ...good, interrupted: true }, targets).length, 2);
});
