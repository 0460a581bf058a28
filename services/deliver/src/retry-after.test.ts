import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRetryAfter } from './retry-after.ts';

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);
const DAY_MS = 86_400_000;

const cases: [header: string | undefined, waitMs: number | undefined][] = [
  ['120', 120_000],
  [' 3 ', 3000],
  ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
  ['86400', DAY_MS],
  ['999999999999999999999', DAY_MS],
  ['Fri, 01 Jan 2027 12:00:00 GMT', DAY_MS],
  ['Thu, 01 Jan 2026 11:59:59 GMT', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
];

for (const [header, waitMs] of cases) {
  test(`Retry-After ${JSON.stringify(header)} is ${waitMs ?? 'no'} ms`, () => {
    assert.equal(parseRetryAfter(header, NOW), waitMs);
  });
}
