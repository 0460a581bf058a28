import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SHARES, type Share, type SubjectRounds, type TracingRound, tracingFigures } from './figures.ts';

function round(perSecond: number, cpuMicros: number): TracingRound {
  return { perSecond, cpuMicros, p50Ms: 1, p99Ms: 3 };
}

test('the cost is compared within each round, so that a slow round is no cost', () => {
  // The second round has half the speed, of all of them.
  const results = new Map<Share, SubjectRounds>(
    SHARES.map((share) => {
      const cost = 1 + share / 100;
      const rounds = [
        round(1000 / cost, 100 * cost),
        round(500 / cost, 200 * cost),
        round(1000 / cost, 100 * cost),
      ];
      return [share, { rounds, requests: 1000, exportedBytes: share === 10 ? 50_000 : 0 }];
    }),
  );
  const figures = tracingFigures(results);
  assert.deepEqual(figures.cpuBesideNone, { '0%': 1, '1%': 1.01, '10%': 1.1, '100%': 2 });
  assert.deepEqual(figures.requestsBesideNone, { '0%': 1, '1%': 0.99, '10%': 0.909, '100%': 0.5 });
  assert.deepEqual(figures.requestsPerSecond, { '0%': 1000, '1%': 990, '10%': 909, '100%': 500 });
  assert.deepEqual(figures.exportedBytesPerRequest, { '0%': 0, '1%': 0, '10%': 50, '100%': 0 });
});
