import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toggleDebug } from './log-level.ts';

test('debug is turned on and off again, and each change is told of, whatever the level', () => {
  const told: unknown[] = [];
  const log = { level: 'error', info: (fields: object) => told.push([log.level, fields]) };
  toggleDebug(log, 'error');
  assert.equal(log.level, 'debug');
  toggleDebug(log, 'error');
  assert.equal(log.level, 'error');
  assert.deepEqual(told, [
    ['debug', { from: 'error', to: 'debug' }],
    ['debug', { from: 'debug', to: 'error' }],
  ]);
});
