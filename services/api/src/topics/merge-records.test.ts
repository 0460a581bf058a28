import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceivedRecord } from '@hopline/kafka/port';
import fc from 'fast-check';
import { newestOf, oldestOf, type ReadStretch } from './merge-records.ts';

function record(partition: number, offset: number, timestamp: number, bytes = 1): ReceivedRecord {
  return {
    ...{ topic: 't', partition, offset: BigInt(offset), timestamp, key: null },
    ...{ value: Buffer.alloc(bytes), headers: {} },
  };
}

const stretches: ReadStretch[] = [
  { partition: 0, records: [record(0, 5, 10), record(0, 6, 40)], next: 7n },
  { partition: 1, records: [record(1, 0, 20), record(1, 1, 30), record(1, 3, 50)], next: 5n },
  { partition: 2, records: [], next: 9n },
];
const ALL = { records: 100, bytes: 1000 };
const placesOf = (records: readonly ReceivedRecord[]) =>
  records.map(({ partition, offset }) => `${partition}:${offset}`);

test('the oldest come by their times, and what is left is read on from', () => {
  const { records, next } = oldestOf(stretches, { ...ALL, records: 3 });
  assert.deepEqual(placesOf(records), ['0:5', '1:0', '1:1']);
  assert.deepEqual(
    [...next],
    [
      [0, 6n],
      [1, 3n],
      [2, 9n],
    ],
  );
});

test('the newest leave out what was before them', () => {
  const { records, next } = newestOf(stretches, { ...ALL, records: 2 });
  assert.deepEqual(placesOf(records), ['0:6', '1:3']);
  assert.deepEqual(
    [...next],
    [
      [0, 7n],
      [1, 5n],
      [2, 9n],
    ],
  );
});

test('bytes are bounded, and a record that is larger than the bound stands alone', () => {
  const large = [{ partition: 0, records: [record(0, 0, 1, 900), record(0, 1, 2, 900)], next: 2n }];
  assert.deepEqual(placesOf(oldestOf(large, { records: 10, bytes: 1000 }).records), ['0:0']);
  assert.deepEqual(placesOf(oldestOf(large, { records: 10, bytes: 100 }).records), ['0:0']);
  assert.deepEqual(placesOf(newestOf(large, { records: 10, bytes: 100 }).records), ['0:1']);
});

test('page by page each record comes once, and those of a partition in their order, whatever their times', () => {
  const times = fc.array(fc.array(fc.nat(20), { maxLength: 8 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 5 }), (lists, limit) => {
      const all = lists.map((list, partition) => list.map((time, offset) => record(partition, offset, time)));
      const places = new Map(all.map((_, partition) => [partition, 0n]));
      const seen: string[] = [];
      for (;;) {
        const rest = all.map((list, partition) => ({
          partition,
          records: list.slice(Number(places.get(partition))),
          next: BigInt(list.length),
        }));
        const page = oldestOf(rest, { records: limit, bytes: 1000 });
        seen.push(...placesOf(page.records));
        for (const [partition, next] of page.next) places.set(partition, next);
        if (page.records.length === 0) break;
      }
      assert.deepEqual(seen.toSorted(), all.flatMap(placesOf).toSorted());
      for (const list of all) {
        const own = new Set(placesOf(list));
        assert.deepEqual(
          seen.filter((place) => own.has(place)),
          placesOf(list),
        );
      }
    }),
  );
});
