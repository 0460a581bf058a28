import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRoles, roleOf } from './roles.ts';

test('roles are one, the other or both; anything else is refused by its name', () => {
  assert.deepEqual(parseRoles('ingest'), ['ingest']);
  assert.deepEqual(parseRoles('control, ingest'), ['ingest', 'control']);
  assert.throws(() => parseRoles('ingest,admin'), /"admin" is none of ingest, control/);
  assert.throws(() => parseRoles(','), /"" is none of/);
});

test('to send events is ingest, to ask about them and all else under /api is control, the rest is served by all', () => {
  assert.equal(roleOf('POST', '/api/events'), 'ingest');
  assert.equal(roleOf(['POST'], '/api/events/batch'), 'ingest');
  assert.equal(roleOf('GET', '/api/events/:id'), 'control');
  assert.equal(roleOf('GET', '/api/events/stream'), 'control');
  assert.equal(roleOf('POST', '/api/endpoints/:id/test'), 'control');
  assert.equal(roleOf('GET', '/readyz'), undefined);
  assert.equal(roleOf('GET', '/openapi.json'), undefined);
});
