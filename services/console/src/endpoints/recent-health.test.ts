import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentHealth } from './recent-health.ts';

test('health is that of all attempts', () => {
  const attempts = Array.from({ length: 20 }, (_, i) => ({
    outcome: i < 15 ? 'succeeded' : 'timeout',
    duration_ms: 20 - i,
  }));
  assert.deepEqual(
    recentHealth([{ attempts: attempts.slice(0, 12) }, { attempts: attempts.slice(12) }, { attempts: [] }]),
    {
      ...{ attempts: 20, successRate: 0.75, p95Ms: 19 },
    },
  );
  assert.deepEqual(recentHealth([{ attempts: attempts.slice(0, 1) }])?.p95Ms, 20);
});

test('without an attempt there is none', () => {
  assert.equal(recentHealth([{ attempts: [] }]), undefined);
});
