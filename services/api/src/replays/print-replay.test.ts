import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayPart } from '@hopline/postgres/replays/replay';
import { progressOf } from './print-replay.ts';

const fromAt = new Date('2026-03-01T00:00:00Z');
const toAt = new Date('2026-03-03T00:00:00Z');
const none = { lookedAt: 0, replayed: 0, made: 0, waitsFor: null, outcome: null };

function part(day: string | null, acceptedAt: string | null, ended = false): ReplayPart {
  return {
    ...none,
    endpointId: 'e',
    day,
    acceptedAt: acceptedAt === null ? null : new Date(acceptedAt),
    endedAt: ended ? toAt : null,
  };
}

test('progress is the share of the time that was gone through, on the average of the endpoints', () => {
  const of = (...parts: ReplayPart[]) => progressOf({ parts, fromAt, toAt, state: 'running' });
  assert.equal(of(part(null, null)), 0);
  assert.equal(of(part('2026-03-02', null)), 0.5);
  assert.equal(of(part('2026-03-02', '2026-03-02T12:00:00Z')), 0.75);
  assert.equal(of(part('2026-03-02', '2026-03-02T12:00:00Z'), part(null, null)), 0.375);
  assert.equal(of(part(null, null, true)), 1);
});

test('what is finished is finished, also without endpoints', () => {
  assert.equal(progressOf({ parts: [], fromAt, toAt, state: 'finished' }), 1);
  assert.equal(progressOf({ parts: [], fromAt, toAt, state: 'running' }), 0);
});
