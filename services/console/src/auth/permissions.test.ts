import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissionsOf } from './permissions.ts';

const allowed = (facts: Parameters<typeof permissionsOf>[0]) =>
  Object.entries(permissionsOf(facts))
    .filter(([, may]) => may)
    .map(([name]) => name);

test('a key may what its scopes say', () => {
  assert.deepEqual(allowed({ kind: 'key', scopes: ['events:write'] }), []);
  assert.deepEqual(allowed({ kind: 'key', scopes: ['read'] }), ['read', 'reconcile']);
  assert.deepEqual(allowed({ kind: 'key', scopes: ['read', 'manage'] }), [
    'read',
    'manage',
    'keys',
    'reconcile',
  ]);
});

test('a portal has neither keys nor books', () => {
  assert.deepEqual(allowed({ kind: 'portal', scopes: ['read', 'manage'] }), ['read', 'manage']);
  assert.deepEqual(allowed({ kind: 'portal', scopes: ['read'] }), ['read']);
});

test('the admin token is for organizations and their keys', () => {
  assert.deepEqual(allowed({ kind: 'admin', scopes: [] }), ['keys', 'administer']);
});
