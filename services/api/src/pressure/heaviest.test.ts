import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { crowd, heaviest } from './heaviest.ts';

function minute(counts: Record<string, number>, others = 0) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, others);
  return { total, counts: new Map(Object.entries(counts)) };
}

const many = (n: number, count: number) =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`light ${i}`, count]));

const cases: [string, ReturnType<typeof minute>, number, string[]][] = [
  ['one heavy among 99 light ones', minute({ ...many(99, 50), heavy: 9000 }), 0.02, ['heavy']],
  ['the same, far over the limit', minute({ ...many(99, 50), heavy: 9000 }), 0.9, ['heavy']],
  ['one that is not very heavy', minute({ ...many(70, 10), heavy: 300 }), 0.02, ['heavy']],
  ['alone', minute({ only: 1000 }), 0.001, ['only']],
  ['two that are about as heavy', minute({ a: 4000, b: 3900, ...many(50, 20) }), 0.001, ['a', 'b']],
  ['a ladder of weights', minute({ a: 800, b: 400, c: 200, d: 100, e: 50 }), 0.25, ['a', 'b']],
  ['all equal', minute({ a: 100, b: 100, c: 100 }), 0.01, ['a', 'b', 'c']],
  ['very many light ones, of which a few are counted', minute({ a: 3, b: 2 }, 100_000), 0.2, []],
  ['nobody', minute({}), 0.5, []],
];
for (const [what, recent, excess, expected] of cases) {
  test(`too heavy: ${what}`, () => assert.deepEqual(heaviest(recent, excess, recent.total / 100), expected));
}

test('whoever goes is heavier than all who stay, and who is under a hundredth stays', () => {
  const counts = fc.dictionary(fc.string({ maxLength: 3 }), fc.integer({ min: 1, max: 10_000 }));
  fc.assert(
    fc.property(
      counts,
      fc.nat(10_000),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (given, others, excess) => {
        const recent = minute(given, others);
        const gone = new Set(heaviest(recent, excess, recent.total / 100));
        const lightestGone = Math.min(...[...gone].map((key) => given[key] ?? 0));
        for (const [key, count] of recent.counts) {
          if (gone.has(key)) assert.ok(count > recent.total / 100);
          else assert.ok(count <= lightestGone);
        }
      },
    ),
  );
});

test('a crowd are those above half of the mean, all if they are equal, but not who put in next to nothing', () => {
  assert.deepEqual(crowd(minute({ a: 90, b: 110, c: 40 }), 10), ['a', 'b']);
  assert.deepEqual(crowd(minute({ a: 5, b: 5 }), 4), ['a', 'b']);
  assert.deepEqual(crowd(minute({ a: 5, b: 5 }), 5), []);
  assert.deepEqual(crowd(minute({}), 0), []);
});
