import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visibleRows } from './visible-rows.ts';

const size = { height: 600, rowHeight: 40 };

test('what is seen is drawn, and a little around it', () => {
  assert.deepEqual(visibleRows({ ...size, scrollTop: 0, count: 1000 }), {
    ...{ first: 0, end: 23, top: 0, offset: 0, total: 40_000 },
  });
  assert.deepEqual(visibleRows({ ...size, scrollTop: 4000, count: 1000 }), {
    ...{ first: 92, end: 123, top: 100, offset: 92 * 40, total: 40_000 },
  });
});

test('a list that is shorter than its window is drawn as a whole', () => {
  const { first, end, total } = visibleRows({ ...size, scrollTop: 0, count: 3 });
  assert.deepEqual([first, end, total], [0, 3, 120]);
  assert.equal(visibleRows({ ...size, scrollTop: 0, count: 0 }).end, 0);
});

test('of a million rows each can be seen, and few are drawn', () => {
  const count = 1_000_000;
  const { total } = visibleRows({ ...size, scrollTop: 0, count });
  assert.ok(total < 15_000_000);
  const last = visibleRows({ ...size, scrollTop: total - size.height, count });
  assert.equal(last.end, count);
  for (const share of [0, 0.1, 0.5, 0.9999]) {
    const seen = visibleRows({ ...size, scrollTop: share * (total - size.height), count });
    // Fifteen rows are seen at a time.
    assert.ok(Math.abs(seen.top - share * (count - 15)) <= 1, `${share}: ${seen.top}`);
    assert.ok(seen.end - seen.first < 40);
  }
});
