import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram } from '@hopline/bench/load/histogram';
import { drawRows, histogramRows } from './histogram-rows.ts';

test('rows go from the first to the last that has something, and count everything once', () => {
  const histogram = new Histogram();
  for (const ms of [0.7, 1.5, 1.6, 9, 9_999_999]) histogram.record(ms);
  const rows = histogramRows(histogram);
  assert.deepEqual(rows[0], { from: 0.5, to: 1, count: 1 });
  assert.deepEqual(rows[1], { from: 1, to: 2, count: 2 });
  assert.equal(
    rows.reduce((sum, { count }) => sum + count, 0),
    5,
  );
  assert.equal(rows.at(-1)?.count, 1);
});

test('the longest bar is that of the fullest row', () => {
  const lines = drawRows([
    { from: 1, to: 2, count: 50 },
    { from: 2, to: 5, count: 100 },
    { from: 5, to: 10, count: 0 },
  ]);
  const bars = lines.map((line) => line.match(/█/g)?.length ?? 0);
  assert.deepEqual(bars, [20, 40, 0]);
  assert.match(lines[1] ?? '', /2 ms to 5 ms .* 100 +66\.7 %/);
});

test('nothing has no rows', () => {
  assert.deepEqual(histogramRows(new Histogram()), []);
});
