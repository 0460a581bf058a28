import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENTS_PAGE, FAILED_PAGE, pageSize } from './page-size.ts';

test('where all is taken a page is little more than what there is room for', () => {
  assert.equal(pageSize({ lookedAt: 0, taken: 0 }, 2, EVENTS_PAGE), 10);
  assert.equal(pageSize({ lookedAt: 1000, taken: 1000 }, 50, EVENTS_PAGE), 100);
  assert.equal(pageSize({ lookedAt: 1000, taken: 1000 }, 2, FAILED_PAGE), 200);
});

test('what is rare is looked for in large pages, soon', () => {
  let lookedAt = 0;
  let steps = 0;
  for (let size = 0; size < EVENTS_PAGE.most; steps += 1) {
    size = pageSize({ lookedAt, taken: 0 }, 2, EVENTS_PAGE);
    lookedAt += size;
  }
  assert.ok(steps <= 5, String(steps));
  assert.equal(pageSize({ lookedAt: 100_000, taken: 10 }, 2, FAILED_PAGE), FAILED_PAGE.most);
});
