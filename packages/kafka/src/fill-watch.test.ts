import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FillWatch } from './fill-watch.ts';

/** What is told of these levels, one after the other. */
function told(levels: readonly (readonly [records: number, bytes: number])[]): (string | undefined)[] {
  const watch = new FillWatch({ records: 100, bytes: 1000 });
  return levels.map(([records, bytes]) => watch.note(records, bytes));
}

test('at 80 % it says so once, and again only after it was below 50 %', () => {
  assert.deepEqual(
    told([
      [79, 0],
      [80, 0],
      [100, 0],
      [79, 0],
      [50, 0],
      [85, 0],
      [49, 0],
      [48, 0],
      [80, 0],
    ]),
    [undefined, 'filling', undefined, undefined, undefined, undefined, 'drained', undefined, 'filling'],
  );
});

test('number and bytes count alike: either fills it, both must have drained', () => {
  assert.deepEqual(
    told([
      [1, 800],
      [90, 400],
      [49, 600],
      [49, 499],
    ]),
    ['filling', undefined, undefined, 'drained'],
  );
});
