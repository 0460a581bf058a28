import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillPath } from './path.ts';

test('the id is put in its place', () => {
  assert.equal(fillPath('/api/endpoints/{id}/test', 'a-1_B', {}), '/api/endpoints/a-1_B/test');
});

test('an id that would lead elsewhere is refused', () => {
  for (const id of [undefined, '', '..', 'a/b', 'a?b', 'a%2Fb', 'a b']) {
    assert.throws(() => fillPath('/api/endpoints/{id}', id), TypeError, String(id));
  }
});

test('a query has what is given, encoded', () => {
  const query = {
    type: ['order.*', 'a'],
    from: new Date(0),
    to: '2026-03-01T12:00:00+01:00',
    limit: 5,
    cursor: undefined,
  };
  const search = new URL(fillPath('/api/inbox', undefined, query), 'http://x').searchParams;
  assert.deepEqual(Object.fromEntries(search), {
    type: 'order.*,a',
    from: '1970-01-01T00:00:00.000Z',
    to: '2026-03-01T12:00:00+01:00',
    limit: '5',
  });
});
