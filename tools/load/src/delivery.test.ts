import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeDelivery } from './delivery.ts';

test('lost is what was accepted and never came; what came twice, or unconfirmed, is counted apart', () => {
  const acceptedAt = Float64Array.of(10, 20, 30, Number.NaN, Number.NaN, 60);
  const arrivedAt = Float64Array.of(15, Number.NaN, 29, 40, Number.NaN, 1015);
  const posts = Uint16Array.of(1, 0, 3, 1, 0, 1);
  const { latency, ...counts } = judgeDelivery(acceptedAt, { arrivedAt, posts });
  assert.deepEqual(counts, { delivered: 3, lost: 1, doubled: 2, unconfirmed: 1, perSecond: 3 });
  assert.equal(latency.total, 3);
  assert.equal(latency.quantile(0.01), 0, 'a webhook that was quicker than the answer');
  assert.ok(Math.abs(latency.quantile(0.5) - 5) < 0.1);
});

test('without any webhook everything accepted is lost', () => {
  const none = { arrivedAt: new Float64Array(2).fill(Number.NaN), posts: new Uint16Array(2) };
  const { delivered, lost, perSecond } = judgeDelivery(Float64Array.of(1, 2), none);
  assert.deepEqual({ delivered, lost, perSecond }, { delivered: 0, lost: 2, perSecond: 0 });
});
