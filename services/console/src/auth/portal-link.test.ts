import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPortalPath, tokenInHash, viewPath } from './portal-link.ts';

test('only a fragment that can be a token is one', () => {
  // As the api seals it: behind the name of the key that it is sealed with.
  const token = 'hpp_2026-03:AbCdEf0123456789.-_~AbCdEf';
  assert.equal(tokenInHash(`#${token}`), token);
  for (const hash of [
    '',
    '#',
    '#top',
    `#a=${token}&b`,
    `#${token} x`,
    token,
    '#<script>alert(1)</script>...',
  ])
    assert.equal(tokenInHash(hash), undefined, hash);
});

test('the portal is what lies below its path', () => {
  assert.ok(isPortalPath('/console/portal'));
  assert.ok(isPortalPath('/console/portal/events'));
  assert.ok(!isPortalPath('/console/portals'));
  assert.ok(!isPortalPath('/console/events'));
});

test('a link leads to the view that it names, and without one to the first', () => {
  assert.equal(viewPath('/console/portal'), '/console/portal/');
  assert.equal(viewPath('/console/portal/endpoints'), '/console/portal/endpoints');
});
