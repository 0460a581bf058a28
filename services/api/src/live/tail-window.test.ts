import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TailWindow } from './tail-window.ts';

/** Newest first, as they are read. */
const events = (...micros: number[]) =>
  micros
    .toSorted((a, b) => b - a)
    .map((one) => ({ id: `e${one}`, day: '2026-03-01', micros: one, type: one % 2 ? 'odd' : 'even' }));

const since = (start: number) => new TailWindow(({ micros }) => micros > start);

const shownOf = (window: TailWindow, ...micros: number[]) =>
  window.step(events(...micros), { most: 100, show: 50 }).shown.map((event) => event.micros);

test('what was there at the beginning is not shown, and each event after that once, in its order', () => {
  const window = since(10);
  assert.deepEqual(shownOf(window, 8, 9, 10), []);
  assert.deepEqual(shownOf(window, 8, 9, 10, 11, 12), [11, 12]);
  assert.deepEqual(shownOf(window, 9, 10, 11, 12), []);
  assert.deepEqual(shownOf(window, 12, 13), [13]);
});

test('an event that is stored late is shown although later ones were shown before', () => {
  const window = since(10);
  shownOf(window, 10);
  assert.deepEqual(shownOf(window, 10, 14), [14]);
  assert.deepEqual(shownOf(window, 10, 12, 14), [12]);
  assert.deepEqual(shownOf(window, 9, 10, 12, 14), [9]);
});

test('who comes back sees what was accepted since', () => {
  assert.deepEqual(shownOf(since(10), 9, 10, 11, 12), [11, 12]);
});

test('what is not wanted is neither shown nor counted, and says that others may have been pushed out', () => {
  const window = since(0);
  const limits = { most: 5, show: 1 };
  const isOdd = ({ type }: { type: string }) => type === 'odd';
  window.step([], limits);
  const some = window.step(events(1, 2, 3), limits, isOdd);
  assert.deepEqual([some.shown.map(({ micros }) => micros), some.more, some.atLeast], [[3], 1, false]);
  const all = window.step(events(4, 5, 6, 7, 8), limits, isOdd);
  assert.deepEqual([all.shown.map(({ micros }) => micros), all.more, all.atLeast], [[7], 1, true]);
});

test('of many the newest are shown and the others counted, as far as they were read', () => {
  const window = since(0);
  const limits = { most: 5, show: 2 };
  window.step([], limits);
  assert.deepEqual(window.step(events(1, 2, 3), limits), {
    shown: events(2, 3).reverse(),
    more: 1,
    atLeast: false,
  });
  assert.deepEqual(window.step(events(4, 5, 6, 7, 8), limits), {
    shown: events(7, 8).reverse(),
    more: 3,
    atLeast: true,
  });
});
