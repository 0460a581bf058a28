import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryWay, EventWay } from '@hopline/postgres/events/read-event-way';
import { printWay, wayDocument } from './print-way.ts';
import type { BackEndSpan } from './span.ts';
import { printMs, traceIdsOf } from './way-tree.ts';

const ZERO = Date.parse('2026-03-01T12:00:00.000Z');
const at = (ms: number) => new Date(ZERO + ms);
const TRACE = 'aa'.repeat(16);
const LATER = 'bb'.repeat(16);

const DELIVERY: DeliveryWay = {
  id: 'd1',
  endpointId: 'e1',
  url: 'https://hooks.example.com/secret-path?key=1',
  endpointState: null,
  state: 'succeeded',
  reason: 'delivered',
  createdAt: at(12),
  nextAttemptAt: at(60_000),
  leaseUntil: null,
  endedAt: at(61_250),
  deadLetterAt: null,
  replayId: null,
  replayedAt: null,
  attempts: [
    {
      ...{ number: 1, startedAt: at(30), durationMs: 8, outcome: 'status', statusCode: 503, error: null },
      ...{ traceId: TRACE, nextAttemptAt: at(60_000) },
    },
    {
      ...{
        number: 2,
        startedAt: at(61_200),
        durationMs: 9,
        outcome: 'succeeded',
        statusCode: 200,
        error: null,
      },
      ...{ traceId: LATER, nextAttemptAt: null },
    },
  ],
};

const WAY: EventWay = {
  ...{ id: 'v1', organizationId: 'o1', organization: 'Acme', type: 'order.created', dedupId: null },
  ...{ acceptedAt: at(0), storedAt: at(12), partition: 3, offset: '77', bytes: 120 },
  traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
  deliveries: [DELIVERY],
};

function span(given: Partial<BackEndSpan> & Pick<BackEndSpan, 'spanId' | 'name'>): BackEndSpan {
  return {
    ...{ traceId: TRACE, parentSpanId: '', service: 'hopline-api', links: [], startMs: ZERO, durationMs: 2 },
    ...{ failed: false, attributes: {} },
    ...given,
  };
}

test('the way of an event is a tree with the times since its acceptance, and no path of a URL', () => {
  const text = printWay(WAY, undefined);
  assert.deepEqual(text.split('\n'), [
    'accepted 2026-03-01T12:00:00.000Z; times count from then',
    `   +0.0 ms  event v1: order.created, 120 bytes, of o1 (Acme), trace ${TRACE}`,
    '    +12 ms  ├─ stored from partition 3 at offset 77',
    '    +12 ms  └─ delivery d1 to endpoint e1 at https://hooks.example.com: succeeded (delivered)',
    `    +30 ms     ├─ attempt 1: status 503, 8 ms, trace ${TRACE}`,
    `  +61.20 s     ├─ attempt 2: succeeded 200, 9 ms, trace ${LATER}`,
    '  +61.25 s     └─ succeeded',
    '',
    'no spans: TRACE_QUERY_URL is not set',
  ]);
  assert.ok(!JSON.stringify(wayDocument(WAY, undefined)).includes('secret-path'));
});

test('what waits says until when, what was replayed by which replay, and what keeps its endpoint', () => {
  const waiting = {
    ...{
      ...DELIVERY,
      state: 'pending' as const,
      reason: null,
      endedAt: null,
      endpointState: 'held' as const,
    },
    ...{ replayId: 'r1', replayedAt: at(62_000), deadLetterAt: at(61_300), nextAttemptAt: at(63_000) },
  };
  const lines = printWay({ ...WAY, deliveries: [waiting] }, undefined).split('\n');
  assert.match(lines[3] ?? '', /, held: pending$/);
  assert.deepEqual(
    lines.slice(6, 9).map((line) => line.slice(15)),
    ['├─ dead letter published', '├─ pending again, by replay r1', '└─ the next attempt is due'],
  );
});

test('an event that nobody wanted says so', () => {
  assert.match(printWay({ ...WAY, deliveries: [] }, undefined), /no endpoint wanted it/);
});

test('spans stand below their parents, and a later trace below the span that it is linked to', () => {
  const spans = [
    span({ spanId: 'a', name: 'POST /api/events' }),
    span({
      spanId: 'b',
      name: 'process',
      parentSpanId: 'a',
      startMs: ZERO + 10,
      links: [{ traceId: 'ff', spanId: '3' }],
    }),
    span({
      spanId: '3',
      traceId: 'ff',
      name: 'batch',
      startMs: ZERO + 11,
      links: [{ traceId: TRACE, spanId: 'b' }],
    }),
    span({
      ...{ spanId: '9', traceId: LATER, name: 'retry', startMs: ZERO + 61_000, failed: true },
      ...{ links: [{ traceId: TRACE, spanId: 'a' }], attributes: { 'error.type': 'refused' } },
    }),
  ];
  const found = { url: 'http://tempo', spans, problem: undefined };
  assert.deepEqual(printWay(WAY, found).split('\n').slice(8), [
    'spans, as http://tempo has them:',
    '   +0.0 ms  POST /api/events (hopline-api) 2.0 ms',
    '    +10 ms  ├─ process (hopline-api) 2.0 ms',
    '    +11 ms  │  └─ batch (hopline-api) 2.0 ms, linked trace ff',
    `  +61.00 s  └─ retry (hopline-api) 2.0 ms, failed: refused, linked trace ${LATER}`,
  ]);
});

test('a back end that cannot be asked, or has nothing, is told of and is no failure', () => {
  const found = { url: 'http://tempo', spans: [], problem: undefined };
  assert.match(printWay(WAY, found), /has none of these traces/);
  assert.match(printWay(WAY, { ...found, problem: 'refused' }), /http:\/\/tempo cannot be asked: refused/);
});

test('the traces that the tables name are asked for, that of the event first, each once', () => {
  assert.deepEqual(traceIdsOf(WAY), [TRACE, LATER]);
  assert.deepEqual(traceIdsOf({ ...WAY, traceparent: null, deliveries: [] }), []);
});

test('a time is as exact as a person wants it', () => {
  assert.deepEqual([0.04, 9.94, 17.4, 1500, 150_000, 9_000_000].map(printMs), [
    '0.0 ms',
    '9.9 ms',
    '17 ms',
    '1.50 s',
    '2.5 min',
    '2.5 h',
  ]);
});
