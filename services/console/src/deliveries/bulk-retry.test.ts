import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestOf } from '../replays/replay-draft.ts';
import { bulkRetryOf } from './bulk-retry.ts';

const requestFor = (filters: Parameters<typeof bulkRetryOf>[0]) => {
  const retry = bulkRetryOf(filters);
  return (
    retry.kind === 'replay' && { ...requestOf({ ...retry.begin, rate: '50' }), endpoint: retry.endpointId }
  );
};

test('it takes what the list shows and has failed', () => {
  const none = { select: 'failed', rate: 50, endpoint: undefined };
  assert.deepEqual(requestFor({}), none);
  assert.deepEqual(requestFor({ state: 'dead', cursor: 'c' }), { ...none, states: ['dead'] });
  assert.deepEqual(requestFor({ state: 'cancelled,pending,dead' }), none);
  const [from, to] = ['2026-03-01T12:00:00.000Z', '2026-03-01T13:00:00.000Z'];
  assert.deepEqual(requestFor({ type: 'order.*,a', state: 'cancelled', endpoint_id: 'e', from, to }), {
    ...{ ...none, from, to, event_types: ['order.*', 'a'], states: ['cancelled'], endpoint: 'e' },
  });
});

test('where it could not follow the list there is none', () => {
  for (const filters of [
    { event_id: 'e', state: 'dead' },
    { state: 'succeeded' },
    { state: 'pending,sending' },
  ])
    assert.equal(bulkRetryOf(filters).kind, 'none', JSON.stringify(filters));
});
