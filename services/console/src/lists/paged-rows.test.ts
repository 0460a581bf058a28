import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LongSearchError, PagedRows, type ReadPage } from './paged-rows.ts';

interface Numbered {
  readonly id: string;
}
const numbered = (n: number): Numbered => ({ id: String(n) });
const numberAt = (list: PagedRows<Numbered>, index: number) => {
  const row = list.rowAt(index);
  return row && Number(row.id);
};

/** Rows 0 to count - 1, ten a page; notes the cursors that were asked for. */
function numbers(count: number) {
  const asked: (string | undefined)[] = [];
  const read: ReadPage<Numbered> = async (cursor) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const rows = Array.from({ length: Math.min(10, count - from) }, (_, i) => numbered(from + i));
    return { rows, next: from + 10 < count ? String(from + 10) : null };
  };
  return { asked, read };
}

async function scrollTo(list: PagedRows<Numbered>, row: number): Promise<void> {
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
  assert.deepEqual([numberAt(list, 0), numberAt(list, 24), numberAt(list, 25)], [0, 24, undefined]);
  assert.deepEqual([list.cursorAt(0), list.cursorAt(13), list.cursorAt(24)], [undefined, '10', '20']);
});

test('what is far away is forgotten, and read again on the way back', async () => {
  const { asked, read } = numbers(1000);
  const list = new PagedRows(read);
  await scrollTo(list, 995);
  assert.equal(list.state().count, 1000);
  assert.equal(numberAt(list, 13), undefined);
  asked.length = 0;
  await list.show(10, 15);
  assert.deepEqual([numberAt(list, 13), asked], [13, ['10']]);
});

test('what began at the newest is kept: the newest are others by now', async () => {
  let newest = 0;
  const { read } = numbers(1000);
  const list = new PagedRows<Numbered>(async (cursor, signal) =>
    cursor === undefined && newest > 0 ? { rows: [numbered(-1)], next: '0' } : read(cursor, signal),
  );
  await scrollTo(list, 995);
  newest = 1;
  await list.show(0, 5);
  assert.deepEqual([numberAt(list, 0), numberAt(list, 9), numberAt(list, 10)], [0, 9, undefined]);
});

test('a page of which rows are gone by now has none of the next one, also when that has lost its first', async () => {
  const gone = new Set<number>();
  const kept = Array.from({ length: 500 }, (_, i) => i);
  const list = new PagedRows<Numbered>(async (cursor) => {
    const rows = kept.filter((n) => n >= Number(cursor ?? 0) && !gone.has(n)).slice(0, 10);
    const next = kept.find((n) => n > (rows.at(-1) ?? 500) && !gone.has(n));
    return { rows: rows.map(numbered), next: next === undefined ? null : String(next) };
  });
  await scrollTo(list, 495);
  for (const n of [12, 13, 20]) gone.add(n);
  await list.show(10, 15);
  const shown = Array.from({ length: 10 }, (_, i) => numberAt(list, 8 + i));
  assert.deepEqual(shown, [8, 9, 10, 11, 14, 15, 16, 17, 18, 19]);
  assert.equal(list.state().count, 498);
});

test('it can begin anywhere', async () => {
  const list = new PagedRows(numbers(100).read, '50');
  await list.show(0, 5);
  assert.deepEqual([numberAt(list, 0), list.cursorAt(0)], [50, '50']);
});

test('an error stops it until it is forgiven', async () => {
  let isDown = true;
  let asked = 0;
  const list = new PagedRows<Numbered>(async () => {
    asked += 1;
    if (isDown) throw new TypeError('down');
    return { rows: [numbered(1)], next: null };
  });
  await list.show(0, 5);
  await list.show(0, 5);
  assert.deepEqual([asked, (list.state().error as Error).message], [1, 'down']);
  isDown = false;
  list.forgive();
  await list.show(0, 5);
  assert.deepEqual([list.state().error, numberAt(list, 0)], [undefined, 1]);
});

test('a search that finds nothing for long asks whether to go on', async () => {
  let asked = 0;
  const list = new PagedRows<Numbered>(async () => {
    asked += 1;
    return { rows: asked === 30 ? [numbered(7)] : [], next: 'more' };
  });
  await list.show(0, 5);
  assert.ok(list.state().error instanceof LongSearchError);
  assert.equal(asked, 25);
  list.forgive();
  await list.show(0, 5);
  assert.deepEqual([list.state().error, numberAt(list, 0)], [undefined, 7]);
  assert.equal(list.cursorAt(0), undefined, 'a place in a list that nobody has scrolled');
});
