import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnedPartition } from '@hopline/kafka/port';
import { progressKey } from '@hopline/postgres/persist/lock-progress';
import { type Span, SpanKind, startTrace } from '@hopline/telemetry/tracing';
import type { Event } from '@hopline/wire/event';
import type { EventItem, PoisonItem } from '../item.ts';
import { countedOnce, hourOf, ledgerOf, spansOf } from './count-batch.ts';

const TOPIC = '11111111-1111-4111-8111-111111111111';
const HOUR = 3_600_000;
const owner = {} as OwnedPartition;
const span: Span = startTrace('test', { kind: SpanKind.INTERNAL });

function record(partition: number, offset: number, timestamp: number) {
  const at = { topic: 'events', partition, offset: BigInt(offset), timestamp };
  return { ...at, key: null, value: null, headers: {} };
}

function eventAt(partition: number, offset: number, organization_id: string, timestamp = HOUR): EventItem {
  const event = { organization_id } as Event;
  const rest = { day: '1970-01-01', contentHash: Buffer.alloc(32), traceparent: null };
  return { record: record(partition, offset, timestamp), owner, event, span, ...rest };
}

function poisonAt(partition: number, offset: number, organizationId: string, timestamp = HOUR): PoisonItem {
  return {
    record: record(partition, offset, timestamp),
    owner,
    span,
    traceparent: null,
    reason: 'invalid',
    detail: '',
    organizationId,
  };
}

test('the span of a partition is its lowest and its next offset, poison included', () => {
  const spans = spansOf(
    { events: [eventAt(0, 5, 'a'), eventAt(1, 3, 'a'), eventAt(0, 6, 'a')], poison: [poisonAt(0, 4, 'b')] },
    TOPIC,
  );
  assert.deepEqual(spans, [
    { topicId: TOPIC, partition: 0, firstOffset: 4n, nextOffset: 7n },
    { topicId: TOPIC, partition: 1, firstOffset: 3n, nextOffset: 4n },
  ]);
});

test('records are counted by partition, organization and hour, and only above the progress', () => {
  const again = eventAt(0, 4, 'a');
  const stored = eventAt(0, 5, 'a');
  const repeat = eventAt(0, 6, 'a', HOUR + 1);
  const later = eventAt(0, 7, 'a', 2 * HOUR);
  const conflict = eventAt(0, 9, 'a');
  const other = eventAt(1, 0, 'a');
  const entries = ledgerOf(
    {
      events: [again, stored, repeat, later, conflict, other],
      poison: [poisonAt(0, 8, 'a'), poisonAt(0, 3, 'a')],
    },
    TOPIC,
    {
      isNew: countedOnce(
        TOPIC,
        new Map([
          [progressKey(TOPIC, 0), 5n],
          [progressKey(TOPIC, 1), 0n],
        ]),
      ),
      isStored: (item) => item !== repeat && item !== conflict,
      isConflict: (item) => item === conflict,
    },
  );
  const at = { topicId: TOPIC, organizationId: 'a' };
  assert.deepEqual(entries, [
    { ...at, partition: 0, hour: HOUR, appended: 4, stored: 1, duplicates: 2, poison: 1, conflicts: 1 },
    { ...at, partition: 0, hour: 2 * HOUR, appended: 1, stored: 1, duplicates: 0, poison: 0, conflicts: 0 },
    { ...at, partition: 1, hour: HOUR, appended: 1, stored: 1, duplicates: 0, poison: 0, conflicts: 0 },
  ]);
});

test('a timestamp that is no date counts in the first hour of all', () => {
  assert.equal(hourOf(HOUR + 5), HOUR);
  for (const timestamp of [-1, Number.NaN, 2 ** 62, Number.MAX_SAFE_INTEGER]) {
    assert.equal(hourOf(timestamp), 0);
  }
});
