import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchEvents } from './match-events.ts';

const events = [{ payload: { total: 5 } }, { payload: { total: 500 } }, { payload: 'text' }];

test('a preview says of each event whether it would be wanted', () => {
  const found = matchEvents(events, [{ pointer: '/total', op: 'gte', value: 100 }]);
  assert.equal(found.kind, 'matched');
  assert.deepEqual(found.kind === 'matched' && found.events.map(({ matches }) => matches), [
    false,
    true,
    false,
  ]);
});

test('a condition that is not finished is named', () => {
  const found = matchEvents(events, [
    { pointer: '/total', op: 'gte', value: 1 },
    { pointer: 'total', op: 'eq', value: 1 },
  ]);
  assert.deepEqual(found.kind === 'unfinished' && found.index, 1);
});
