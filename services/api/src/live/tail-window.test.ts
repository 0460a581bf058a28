import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TailWindow } from './tail-window.ts';

/** Newest first, as they are read. */
const events = (...micros: number[]) =>
  micros.toSorted((a, b) => b - a).map((one) => ({ id: `e${one}`, day: '2026-03-01', micros: one }));

const shownOf = (window: TailWindow, ...micros: number[]) =>
  window.step(events(...micros), 100, 50).shown.map((event) => event.micros);

test('what was there at the beginning is not shown, and each event after that once, in its order', () => {
  const window = new TailWindow(10);
  assert.deepEqual(shownOf(window, 8, 9, 10), []);
  assert.deepEqual(shownOf(window, 8, 9, 10, 11, 12), [11, 12]);
  assert.deepEqual(shownOf(window, 9, 10, 11, 12), []);
  assert.deepEqual(shownOf(window, 12, 13), [13]);
});

test('an event that is stored late is shown although later ones were shown before', () => {
  const window = new TailWindow(10);
  shownOf(window, 10);
  assert.deepEqual(shownOf(window, 10, 14), [14]);
  assert.deepEqual(shownOf(window, 10, 12, 14), [12]);
  assert.deepEqual(shownOf(window, 9, 10, 12, 14), [9]);
});

test('who comes back sees what was accepted since', () => {
  assert.deepEqual(shownOf(new TailWindow(10), 9, 10, 11, 12), [11, 12]);
});

test('of many the newest are shown and the others counted, as far as they were read', () => {
  const window = new TailWindow(0);
  window.step([], 5, 2);
  assert.deepEqual(window.step(events(1, 2, 3), 5, 2), {
    shown: events(2, 3).reverse(),
    more: 1,
    atLeast: false,
  });
  assert.deepEqual(window.step(events(4, 5, 6, 7, 8), 5, 2), {
    shown: events(7, 8).reverse(),
    more: 3,
    atLeast: true,
  });
});
