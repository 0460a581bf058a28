import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headersFor } from './credentials.ts';

test('what changes something carries the token of the session, and what reads does not', () => {
  const session = { portalToken: undefined, csrfToken: 'abc' };
  assert.deepEqual(headersFor('POST', session), { 'x-csrf-token': 'abc' });
  assert.deepEqual(headersFor('DELETE', session), { 'x-csrf-token': 'abc' });
  assert.deepEqual(headersFor('GET', session), {});
  assert.deepEqual(headersFor('POST', { portalToken: undefined, csrfToken: undefined }), {});
});

test('the portal comes with its own token alone', () => {
  const portal = { portalToken: 'p', csrfToken: 'abc' };
  for (const method of ['GET', 'POST'])
    assert.deepEqual(headersFor(method, portal), { authorization: 'Bearer p' });
});
