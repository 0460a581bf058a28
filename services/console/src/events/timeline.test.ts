import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventDelivery } from '../api/shapes.ts';
import { timelineOf } from './timeline.ts';

const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 12, 0, second)).toISOString();
const attempt = (number: number, second: number, status: number) => ({
  ...{ number, started_at: at(second), duration_ms: 12, status_code: status, error: null, trace_id: null },
  outcome: status < 300 ? 'succeeded' : 'status',
});
const delivery = (of: Partial<EventDelivery>): EventDelivery => ({
  ...{ id: 'd', endpoint_id: 'one', state: 'succeeded', reason: null, created_at: at(1) },
  ...{ next_attempt_at: null, ended_at: null, attempts: [] },
  ...of,
});

test('the timeline has what happened in its order', () => {
  const steps = timelineOf({
    accepted_at: at(0),
    stored_at: at(1),
    deliveries: [
      delivery({
        endpoint_id: 'slow',
        state: 'pending',
        next_attempt_at: at(60),
        attempts: [attempt(1, 3, 503)],
      }),
      delivery({ attempts: [attempt(1, 2, 200)], ended_at: at(2) }),
      delivery({
        endpoint_id: 'gone',
        state: 'dead',
        reason: 'exhausted',
        attempts: [attempt(1, 4, 500)],
        ended_at: at(5),
      }),
    ],
  });
  assert.deepEqual(
    steps.map(({ what, kind, endpointId }) => [what, kind, endpointId].filter(Boolean).join(' ')),
    [
      'Accepted good',
      'Stored good',
      'Attempt 1 good one',
      'Attempt 1 bad slow',
      'Attempt 1 bad gone',
      'Dead letter bad gone',
      'Next attempt waiting slow',
    ],
  );
  assert.equal(steps[3]?.detail, '503, 12 ms');
  assert.deepEqual(steps[3]?.attempt, { deliveryId: 'd', number: 1 });
});

test('an attempt that had no answer says why, and has none to look at', () => {
  const refused = { ...attempt(1, 2, 500), status_code: null, outcome: 'refused', error: 'nobody listens' };
  const steps = timelineOf({
    ...{ accepted_at: at(0), stored_at: at(1) },
    deliveries: [delivery({ state: 'dead', attempts: [refused] })],
  });
  assert.equal(steps[2]?.detail, 'refused, 12 ms, nobody listens');
  assert.equal(steps[2]?.attempt, undefined);
});

test('of an event that nobody wanted, that is said', () => {
  const steps = timelineOf({ accepted_at: at(0), stored_at: at(1), deliveries: [] });
  assert.equal(steps.at(-1)?.detail, 'no endpoint wanted it');
});
