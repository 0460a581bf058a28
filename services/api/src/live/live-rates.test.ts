import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latencyBucket } from '@hopline/postgres/live/latency-buckets';
import type { LiveRow } from '@hopline/postgres/live/read-live-counts';
import { LiveRates } from './live-rates.ts';

function row(instanceId: string, counted: Partial<LiveRow>): LiveRow {
  return {
    ...{ organizationId: 'a', instanceId, accepted: 0, stored: 0, delivered: 0, failed: 0, latency: [] },
    ...counted,
  };
}

function buckets(...times: number[]): number[] {
  const counts: number[] = [];
  for (const ms of times) {
    while (counts.length <= latencyBucket(ms)) counts.push(0);
    counts[latencyBucket(ms)] = (counts[latencyBucket(ms)] ?? 0) + 1;
  }
  return counts;
}

test('nothing is known until readings are some seconds apart, and then also that nothing happens', () => {
  const rates = new LiveRates();
  assert.equal(rates.figures(), undefined);
  for (const at of [0, 2000]) {
    rates.read([row('p', { accepted: 1000 })], at);
    assert.equal(rates.figures(), undefined);
  }
  rates.read([row('p', { accepted: 1000 })], 4000);
  assert.deepEqual(rates.figures(), {
    seconds: 4,
    perSecond: { accepted: 0, stored: 0, delivered: 0, failed: 0 },
    deliveryMs: undefined,
  });
});

test('the increases of all processes are summed, those of one that comes later from its first row on', () => {
  const rates = new LiveRates();
  rates.read([row('p', { accepted: 1000 })], 0);
  rates.read([row('p', { accepted: 1010 }), row('q', { accepted: 4, stored: 6 })], 2000);
  rates.read([row('p', { accepted: 1010 }), row('q', { accepted: 10, stored: 12, failed: 2 })], 4000);
  assert.deepEqual(rates.figures()?.perSecond, { accepted: 5, stored: 3, delivered: 0, failed: 0.5 });
});

test('what is older than the window leaves it', () => {
  const rates = new LiveRates();
  rates.read([], 0);
  rates.read([row('p', { accepted: 500 })], 2000);
  for (let at = 4000; at <= 12_000; at += 2000) rates.read([row('p', { accepted: 500 })], at);
  assert.equal(rates.figures()?.seconds, 10);
  assert.equal(rates.figures()?.perSecond.accepted, 0);
});

test('a row that was deleted and made anew counts in full, and never below nothing', () => {
  const rates = new LiveRates();
  rates.read([row('p', { accepted: 1000, stored: 7 })], 0);
  rates.read([row('p', { accepted: 8, stored: 8 })], 4000);
  assert.deepEqual(rates.figures()?.perSecond, { accepted: 2, stored: 2, delivered: 0, failed: 0 });
  rates.read([], 6000);
  rates.read([row('p', { accepted: 8 })], 8000);
  assert.equal(rates.figures()?.perSecond.accepted, 2);
});

test('times of delivery are those of the window alone', () => {
  const rates = new LiveRates();
  const slow = Array<number>(100).fill(60_000);
  const quick = Array<number>(50).fill(20);
  rates.read([row('p', { delivered: 100, latency: buckets(...slow) })], 0);
  rates.read([row('p', { delivered: 150, latency: buckets(...slow, ...quick) })], 4000);
  const { deliveryMs, perSecond } = rates.figures() ?? {};
  assert.equal(perSecond?.delivered, 12.5);
  assert.ok(deliveryMs && deliveryMs.p50 >= 15 && deliveryMs.p95 <= 25, JSON.stringify(deliveryMs));
});
