import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpanKind, startTrace } from '@hopline/telemetry/tracing';
import { createSlowEventLog } from './slow-events.ts';

const span = startTrace('test', { kind: SpanKind.INTERNAL });
const { traceId: trace_id } = span.spanContext();

function slowLog(slowMs: number) {
  const lines: Record<string, unknown>[] = [];
  const clock = { ms: 0 };
  const warn = (fields: Record<string, unknown>) => void lines.push(fields);
  return { lines, clock, subject: createSlowEventLog({ warn } as never, slowMs, () => clock.ms) };
}

function item(id: string, timestamp: number) {
  const record = {
    topic: 'events',
    partition: 3,
    offset: 7n,
    timestamp,
    key: null,
    value: null,
    headers: {},
  };
  const event = {
    id,
    organization_id: 'org',
    type: 'a',
    accepted_at: timestamp,
    dedup_id: null,
    ordering_key: null,
    body: Buffer.alloc(0),
  };
  return { event, record, span };
}

test('a batch has one line, with the number of its slow events and the slowest of them', () => {
  const { lines, subject } = slowLog(100);
  subject.note([item('quick', 1950), item('slow', 1900), item('slowest', 1500)], 2000);
  assert.deepEqual(lines, [
    { events: 2, slowest_ms: 500, event_id: 'slowest', org_id: 'org', partition: 3, offset: '7', trace_id },
  ]);
});

test('a batch without one has none', () => {
  const { lines, subject } = slowLog(100);
  subject.note([item('quick', 1901)], 2000);
  subject.note([], 2000);
  assert.deepEqual(lines, []);
});

test('there are at most five lines a second, and the next one says how many events have none', () => {
  const { lines, clock, subject } = slowLog(100);
  for (let i = 0; i < 8; i += 1) subject.note([item('a', 0), item('b', 0)], 2000);
  assert.equal(lines.length, 5);
  clock.ms = 1000;
  subject.note([item('c', 0)], 2000);
  assert.deepEqual([lines.length, lines[5]?.events, lines[5]?.unwritten], [6, 1, 6]);
});
