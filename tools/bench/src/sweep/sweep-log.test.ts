import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roundOf } from './sweep-log.ts';

test('a round began as long before its line as it took', () => {
  const line =
    '{"level":30,"time":"2026-11-21T11:00:00.500Z","service":"persist","leasesExpired":0,"endpointsWoken":7,"more":false,"duration_ms":120,"msg":"sweep.finished"}';
  assert.deepEqual(roundOf(line), {
    startedAt: Date.parse('2026-11-21T11:00:00.380Z'),
    durationMs: 120,
    endpointsWoken: 7,
  });
});

test('other lines tell of no round', () => {
  assert.equal(roundOf('{"level":30,"msg":"batch.stored"}'), undefined);
  assert.equal(roundOf('not JSON'), undefined);
});
