import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LongSearchError, PagedRows, type ReadPage } from './paged-rows.ts';

/** Rows 0 to count - 1, ten a page; notes the cursors that were asked for. */
function numbers(count: number) {
  const asked: (string | undefined)[] = [];
  const read: ReadPage<number> = async (cursor) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const rows = Array.from({ length: Math.min(10, count - from) }, (_, i) => from + i);
    return { rows, next: from + 10 < count ? String(from + 10) : null };
  };
  return { asked, read };
}

async function scrollTo(list: PagedRows<number>, row: number): Promise<void> {
  for (let from = 0; from <= row; from += 5) await list.show(from, from + 5);
  await list.show(row, row + 5);
}

test('pages are read when their rows come into sight, and not before', async () => {
  const { asked, read } = numbers(25);
  const list = new PagedRows(read);
  await list.show(0, 5);
  await list.show(0, 5);
  assert.deepEqual([list.state().count, asked], [10, [undefined]]);
  await scrollTo(list, 24);
  assert.deepEqual(asked, [undefined, '10', '20']);
  assert.deepEqual([list.state().count, list.state().isComplete], [25, true]);
  assert.deepEqual([list.rowAt(0), list.rowAt(24), list.rowAt(25)], [0, 24, undefined]);
  assert.deepEqual([list.cursorAt(0), list.cursorAt(13), list.cursorAt(24)], [undefined, '10', '20']);
});

test('what is far away is forgotten, and read again on the way back', async () => {
  const { asked, read } = numbers(1000);
  const list = new PagedRows(read);
  await scrollTo(list, 995);
  assert.equal(list.state().count, 1000);
  assert.equal(list.rowAt(3), undefined);
  asked.length = 0;
  await list.show(0, 5);
  assert.deepEqual([list.rowAt(3), asked], [3, [undefined]]);
});

test('it can begin anywhere', async () => {
  const list = new PagedRows(numbers(100).read, '50');
  await list.show(0, 5);
  assert.deepEqual([list.rowAt(0), list.cursorAt(0)], [50, '50']);
});

test('an error stops it until it is forgiven', async () => {
  let isDown = true;
  let asked = 0;
  const list = new PagedRows<number>(async () => {
    asked += 1;
    if (isDown) throw new TypeError('down');
    return { rows: [1], next: null };
  });
  await list.show(0, 5);
  await list.show(0, 5);
  assert.deepEqual([asked, (list.state().error as Error).message], [1, 'down']);
  isDown = false;
  list.forgive();
  await list.show(0, 5);
  assert.deepEqual([list.state().error, list.rowAt(0)], [undefined, 1]);
});

test('a search that finds nothing for long asks whether to go on', async () => {
  let asked = 0;
  const list = new PagedRows<number>(async () => {
    asked += 1;
    return { rows: asked === 30 ? [7] : [], next: 'more' };
  });
  await list.show(0, 5);
  assert.ok(list.state().error instanceof LongSearchError);
  assert.equal(asked, 25);
  list.forgive();
  await list.show(0, 5);
  assert.deepEqual([list.state().error, list.rowAt(0)], [undefined, 7]);
});
