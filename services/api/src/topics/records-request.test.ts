import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestInvalidError } from '../errors.ts';
import { printCursor, RecordsQuery, readRecordsRequest } from './records-request.ts';

test('without anything the newest of all partitions are asked for', () => {
  assert.deepEqual(readRecordsRequest({}), { partition: undefined, from: { kind: 'latest' }, limit: 20 });
});

test('where to begin is a word, an offset of a partition, a time, or a cursor', () => {
  const fromOf = (query: Parameters<typeof readRecordsRequest>[0]) => readRecordsRequest(query).from;
  assert.deepEqual(fromOf({ from: 'earliest' }), { kind: 'earliest' });
  assert.deepEqual(fromOf({ from: '4711', partition: '2' }), { kind: 'offset', offset: 4711n });
  assert.deepEqual(fromOf({ from: '2026-03-01T12:00:00.5+01:00' }), {
    kind: 'time',
    sinceMs: Date.UTC(2026, 2, 1, 11, 0, 0, 500),
  });
  const places = new Map([
    [10, 3n],
    [2, 9_007_199_254_740_993n],
  ]);
  const cursor = printCursor(places);
  assert.equal(cursor, '2:9007199254740993,10:3');
  assert.deepEqual(fromOf({ cursor }), { kind: 'cursor', places: new Map([...places].reverse()) });
});

test('what goes together with nothing, or with nothing else, is refused', () => {
  const wrong: [Parameters<typeof readRecordsRequest>[0], string][] = [
    [{ from: '17' }, '/partition'],
    [{ from: '9999999999999999999', partition: '0' }, '/from'],
    [{ from: '2026-13-01T12:00:00Z' }, '/from'],
    [{ cursor: '0:1', from: 'latest' }, '/cursor'],
    [{ cursor: '0:1', partition: '0' }, '/cursor'],
    [{ cursor: '0:9999999999999999999' }, '/cursor'],
  ];
  for (const [query, pointer] of wrong) {
    assert.throws(
      () => readRecordsRequest(query),
      (error: unknown) => error instanceof RequestInvalidError && error.pointer === pointer,
      JSON.stringify(query),
    );
  }
});

test('the patterns take what is described, and neither negative offsets nor words', () => {
  const from = new RegExp((RecordsQuery.properties.from as { pattern?: string }).pattern ?? '', 'u');
  for (const right of ['latest', '0', '2026-03-01T12:00:00Z', '2026-03-01t12:00:00.123456789+01:00'])
    assert.match(right, from);
  for (const wrong of ['-1', 'now', '2026-03-01', '1e3', '']) assert.doesNotMatch(wrong, from);
});
