import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TopicRecord } from '../api/shapes.ts';
import { addRecords, MOST_RECORDS, NO_RECORDS, nextAfterMs, recordText, stateText } from './record-rows.ts';

function record(offset: number, given: Partial<TopicRecord> = {}): TopicRecord {
  return {
    ...{ partition: 0, offset, time: null, key: null, headers: {}, trace_id: null, organization_id: null },
    ...{ bytes: null, kind: 'undecodable', event: null, wake_up: null },
    undecodable: { reason: 'it has no value', base64: null },
    ...given,
  };
}

test('the newest come first, and the page does not grow', () => {
  let rows = NO_RECORDS;
  for (let i = 0; i < 10; i += 1) {
    const records = Array.from({ length: 50 }, (_, j) => record(i * 50 + j));
    rows = addRecords(rows, { records, next_cursor: `0:${(i + 1) * 50}`, behind: 0 });
  }
  assert.equal(rows.rows.length, MOST_RECORDS);
  assert.deepEqual([rows.rows[0]?.offset, rows.rows.at(-1)?.offset], [499, 300]);
  assert.deepEqual([rows.seen, rows.cursor], [500, '0:500']);
});

test('what is shown says whether it is all', () => {
  assert.equal(stateText(NO_RECORDS), '');
  const some = addRecords(NO_RECORDS, { records: [record(0)], next_cursor: '0:1', behind: 7 });
  assert.equal(stateText(some), '1 record so far. 7 more records after them.');
  assert.equal(
    stateText({ ...some, seen: 300, behind: 0 }),
    '300 records so far; the newest 1 are shown. Nothing after them yet.',
  );
});

test('a record is told by what it holds', () => {
  const event = {
    ...{ id: 'e', type: 'order.created', accepted_at: null, dedup_id: null },
    ordering_key: null,
    body: '{}',
  };
  assert.equal(recordText(record(0, { kind: 'event', event, undecodable: null })), 'order.created');
  const wakeUp = { endpoint_id: 'p', delivery: null };
  assert.match(
    recordText(record(0, { kind: 'wake_up', wake_up: wakeUp, undecodable: null })),
    /whatever waits/,
  );
  assert.equal(recordText(record(0)), 'not readable: it has no value');
});

test('the next page is asked for soon while there is more, and when the API says while it refuses', () => {
  assert.ok(nextAfterMs(1) < nextAfterMs(0));
  assert.equal(nextAfterMs(0, 5), 5000);
});
