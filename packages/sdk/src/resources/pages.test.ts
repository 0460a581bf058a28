import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachItem, type Page } from './pages.ts';

const PAGES: Record<string, Page<number>> = {
  first: { items: [1, 2], nextCursor: 'second' },
  second: { items: [], nextCursor: 'third' },
  third: { items: [3], nextCursor: null },
};

function open(first?: string) {
  const asked: string[] = [];
  const read = async (cursor = 'first') => {
    asked.push(cursor);
    return PAGES[cursor] ?? assert.fail(cursor);
  };
  return { asked, items: eachItem(read, first) };
}

test('it goes through all pages, also past an empty one', async () => {
  const { asked, items } = open();
  const found: number[] = [];
  for await (const item of items) found.push(item);
  assert.deepEqual(found, [1, 2, 3]);
  assert.deepEqual(asked, ['first', 'second', 'third']);
});

test('who stops early asks for no more', async () => {
  const { asked, items } = open();
  for await (const item of items) if (item === 2) break;
  assert.deepEqual(asked, ['first']);
});

test('it begins behind a cursor', async () => {
  const { asked, items } = open('third');
  for await (const item of items) assert.equal(item, 3);
  assert.deepEqual(asked, ['third']);
});
