import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLag } from './lag-message.ts';

const AT = '2026-03-01T12:00:00.000Z';

test('a message is read, also one that says that nothing is known', () => {
  const group = { group: 'a.persist', state: 'Stable', members: 1, topics: [] };
  assert.deepEqual(readLag(JSON.stringify({ at: AT, groups: [group] })), { at: AT, groups: [group] });
  assert.deepEqual(readLag(JSON.stringify({ at: AT, groups: null })), { at: AT, groups: null });
});

test('what is no message is left out', () => {
  for (const data of ['', 'null', '{}', `{"at":"${AT}"}`, `{"at":"${AT}","groups":3}`])
    assert.equal(readLag(data), undefined, data);
});
