import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyLooks, MAX_LOOKS } from './key-looks.ts';

test('what was noted several times is looked at once, and forgotten when it is taken', () => {
  const looks = new KeyLooks();
  assert.equal(looks.isEmpty, true);
  for (const key of ['a', 'b', 'a']) looks.noteKey(key);
  for (const id of ['1', '1']) looks.noteDelivery({ id, day: '2026-01-01' });
  assert.deepEqual(looks.takeSingle(), { keys: ['a', 'b'], deliveries: [{ id: '1', day: '2026-01-01' }] });
  assert.equal(looks.isEmpty, true);
});

test('too many of them are one walk over all keys', () => {
  const looks = new KeyLooks();
  for (let i = 0; i < MAX_LOOKS; i += 1) looks.noteKey(`${i}`);
  assert.equal(looks.walkFrom, undefined);
  looks.noteDelivery({ id: '1', day: '2026-01-01' });
  assert.deepEqual([looks.walkFrom, looks.hasSingle], ['', false]);
});

test('a walk goes on page by page; what is noted while it is under way is for another one', () => {
  const looks = new KeyLooks();
  looks.noteAll();
  looks.noteAll();
  looks.beginPage();
  looks.endPage('m');
  assert.equal(looks.walkFrom, 'm');
  looks.beginPage();
  looks.endPage(undefined);
  assert.equal(looks.isEmpty, true, 'noted twice before it began, it is one walk');

  looks.noteAll();
  looks.beginPage();
  looks.noteAll();
  looks.endPage('m');
  looks.beginPage();
  looks.endPage(undefined);
  assert.equal(looks.walkFrom, '', 'the keys before the place where it was are looked at once more');
  looks.beginPage();
  looks.endPage(undefined);
  assert.equal(looks.isEmpty, true);
});

test('whoever gives the endpoint up forgets all of it', () => {
  const looks = new KeyLooks();
  looks.noteKey('a');
  looks.noteAll();
  looks.beginPage();
  looks.noteAll();
  looks.clear();
  assert.equal(looks.isEmpty, true);
  looks.noteAll();
  looks.beginPage();
  looks.endPage(undefined);
  assert.equal(looks.isEmpty, true);
});

test('a page that was asked for before the endpoint was given up and taken over again does not count', () => {
  const looks = new KeyLooks();
  looks.noteAll();
  looks.beginPage();
  looks.clear();
  looks.noteAll();
  looks.endPage('m');
  assert.equal(looks.walkFrom, '');
});
