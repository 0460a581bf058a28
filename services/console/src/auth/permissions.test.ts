import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissionsOf } from './permissions.ts';

const allowed = (...facts: Parameters<typeof permissionsOf>) =>
  Object.entries(permissionsOf(...facts))
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

test('the admin token is for organizations and their keys, and reads the organization that it looks at', () => {
  const admin = { kind: 'admin', scopes: [] } as const;
  assert.deepEqual(allowed(admin), ['keys', 'administer']);
  assert.deepEqual(allowed(admin, 'o1'), ['read', 'keys', 'reconcile', 'administer']);
});
