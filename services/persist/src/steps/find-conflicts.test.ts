import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnedPartition } from '@hopline/kafka/port';
import { type Span, SpanKind, startTrace } from '@hopline/telemetry/tracing';
import type { Event } from '@hopline/wire/event';
import type { EventItem } from '../item.ts';
import { byEvent, conflictsAmong } from './find-conflicts.ts';

const owner = {} as OwnedPartition;
const span: Span = startTrace('test', { kind: SpanKind.INTERNAL });

function item(id: string, content: string, acceptedAt = 1000): EventItem {
  const record = {
    topic: 'events',
    partition: 0,
    offset: 0n,
    timestamp: 0,
    key: null,
    value: null,
    headers: {},
  };
  const event = { id, accepted_at: acceptedAt } as Event;
  return {
    record,
    owner,
    event,
    span,
    day: '1970-01-01',
    contentHash: Buffer.from(content),
    traceparent: null,
  };
}

test('a repeat with other content is a conflict; one with the same content, or of a key that is gone, is not', () => {
  const same = item('a', 'first');
  const other = item('a', 'second');
  const purged = item('b', 'anything');
  assert.deepEqual(conflictsAmong([same, other, purged], new Map([['a', Buffer.from('first')]])), [other]);
});

test('conflicts are counted by event, with the time of the newest', () => {
  const conflicts = [item('a', 'x', 5), item('b', 'x', 2), item('a', 'y', 9), item('a', 'z', 7)];
  assert.deepEqual(byEvent(conflicts), [
    { eventId: 'a', count: 3, lastAt: 9 },
    { eventId: 'b', count: 1, lastAt: 2 },
  ]);
});
