import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headersFor, targetFor } from './credentials.ts';

const nobody = { portalToken: undefined, csrfToken: undefined, organizationId: undefined };

test('what changes something carries the token of the session, and what reads does not', () => {
  const session = { ...nobody, csrfToken: 'abc' };
  assert.deepEqual(headersFor('POST', session), { 'x-csrf-token': 'abc' });
  assert.deepEqual(headersFor('DELETE', session), { 'x-csrf-token': 'abc' });
  assert.deepEqual(headersFor('GET', session), {});
  assert.deepEqual(headersFor('POST', nobody), {});
});

test('the portal comes with its own token alone', () => {
  const portal = { ...nobody, portalToken: 'p', csrfToken: 'abc' };
  for (const method of ['GET', 'POST'])
    assert.deepEqual(headersFor(method, portal), { authorization: 'Bearer p' });
});

test("an administrator's reads of an organization's own say whose, and nothing else does", () => {
  const admin = { ...nobody, organizationId: 'o1' };
  assert.equal(targetFor('GET', '/api/inbox?limit=100', admin), '/api/inbox?limit=100&organization_id=o1');
  assert.equal(targetFor('GET', '/api/events/e1', admin), '/api/events/e1?organization_id=o1');
  for (const path of [
    '/api/organizations',
    '/api/keys?organization_id=o2',
    '/api/sessions/current',
    '/api/admin/topics',
  ])
    assert.equal(targetFor('GET', path, admin), path);
  assert.equal(targetFor('POST', '/api/replays', admin), '/api/replays');
  assert.equal(targetFor('GET', '/api/inbox?limit=100', nobody), '/api/inbox?limit=100');
});
