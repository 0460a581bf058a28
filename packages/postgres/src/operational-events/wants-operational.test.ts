import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wantsOperational } from './store-operational-events.ts';

test('an operational event is asked for by its type or its first word, never by everything', () => {
  const wants = (filter: string) => wantsOperational(filter, 'endpoint.disabled');
  assert.deepEqual(['endpoint.disabled', 'endpoint.*'].map(wants), [true, true]);
  assert.deepEqual(['*', 'endpoint', 'delivery.*', 'endpoint.recovered'].map(wants), [
    false,
    false,
    false,
    false,
  ]);
});
