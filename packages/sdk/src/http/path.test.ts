import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillPath } from './path.ts';

test('each parameter is put in its place', () => {
  const parameters = { id: 'a-1_B', other: 'c' };
  assert.equal(fillPath('/api/things/{id}/of/{other}', parameters), '/api/things/a-1_B/of/c');
});

test('an id that would lead elsewhere is refused', () => {
  for (const id of [undefined, '', '..', 'a/b', 'a?b', 'a%2Fb', 'a b']) {
    assert.throws(() => fillPath('/api/endpoints/{id}', { id }), TypeError, String(id));
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
  const search = new URL(fillPath('/api/inbox', {}, query), 'http://x').searchParams;
  assert.deepEqual(Object.fromEntries(search), {
    type: 'order.*,a',
    from: '1970-01-01T00:00:00.000Z',
    to: '2026-03-01T12:00:00+01:00',
    limit: '5',
  });
});
