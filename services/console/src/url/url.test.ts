import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveryFilters, eventFilters, hourFilters, recordPlace } from './filters.ts';
import { fromInput, toInput } from './local-time.ts';
import { parseSearch, stringifySearch } from './search.ts';

test('what a URL says is what was written into it', () => {
  const search = { type: 'order.*', from: '2026-03-01T12:00:00+01:00', number: '123', truth: 'true' };
  assert.deepEqual(parseSearch(stringifySearch(search)), search);
  assert.equal(stringifySearch({ type: '', from: undefined }), '');
  assert.equal(stringifySearch({ a: 'b c' }), '?a=b+c');
});

test('of a link that is wrong, what is right is kept', () => {
  const search = {
    type: 'order.*,user.created',
    status: 'dead,gone',
    delivered: 'never',
    from: 'monday',
    x: '1',
  };
  assert.deepEqual(eventFilters(search), { type: 'order.*,user.created', delivered: 'never' });
  assert.deepEqual(deliveryFilters({ state: 'dead,cancelled', endpoint_id: 'x', event_id: ['a'] }), {
    state: 'dead,cancelled',
  });
  assert.deepEqual(hourFilters({ from: '2026-03-01T12:00:00.000Z', to: '2026-03-01T12:30:00Z' }), {
    from: '2026-03-01T12:00:00.000Z',
  });
});

test('a place among records has its offset together with its partition, or not at all', () => {
  assert.deepEqual(recordPlace({ partition: '2', from: '17' }), { partition: '2', from: '17' });
  assert.deepEqual(recordPlace({ from: '17' }), {});
  assert.deepEqual(recordPlace({ from: 'earliest', partition: '-1' }), { from: 'earliest' });
  assert.deepEqual(recordPlace({ from: '2026-03-01T12:00:00.000Z' }), { from: '2026-03-01T12:00:00.000Z' });
  assert.deepEqual(recordPlace({ from: 'latest' }), {});
});

test("an instant survives the way through an input of the viewer's zone", () => {
  const instant = '2026-07-01T12:34:00.000Z';
  assert.equal(fromInput(toInput(instant)), instant);
  assert.equal(toInput(undefined), '');
  assert.equal(toInput('soon'), '');
  assert.equal(fromInput(''), undefined);
});
