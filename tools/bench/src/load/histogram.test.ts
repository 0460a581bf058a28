import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram } from './histogram.ts';

test('quantiles are within a hundredth of the true ones, from microseconds to minutes', () => {
  for (const scale of [0.05, 1, 33, 1000, 60_000]) {
    const histogram = new Histogram();
    for (let i = 1; i <= 1000; i += 1) histogram.record((i / 1000) * scale);
    for (const share of [0.5, 0.95, 0.99, 1]) {
      const error = Math.abs(histogram.quantile(share) - share * scale);
      assert.ok(error <= 0.01 * share * scale + 0.001, `${share} of ${scale}: off by ${error}`);
    }
  }
});

test('a quantile is a duration that was recorded, not one in between', () => {
  const histogram = new Histogram();
  for (const ms of [1, 1, 1, 100]) histogram.record(ms);
  assert.equal(Math.round(histogram.quantile(0.5)), 1);
  assert.equal(Math.round(histogram.quantile(0.75)), 1);
  assert.equal(Math.round(histogram.quantile(0.76)), 100);
});

test('it survives the way to another process, and nothing in it is no duration', () => {
  const histogram = new Histogram();
  assert.ok(Number.isNaN(histogram.quantile(0.5)));
  histogram.record(0);
  histogram.record(1e12);
  const copy = new Histogram(structuredClone(histogram.counts));
  assert.equal(copy.total, 2);
  assert.equal(copy.quantile(0.5), 0);
  assert.ok(copy.quantile(1) > 1_000_000);
});

test('it counts what was at most so long', () => {
  const histogram = new Histogram();
  for (const ms of [0.5, 0.5, 3, 40]) histogram.record(ms);
  assert.deepEqual(
    [0.1, 1, 3.1, 39, 50].map((ms) => histogram.countUpTo(ms)),
    [0, 2, 3, 3, 4],
  );
});
