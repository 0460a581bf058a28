// The rules that the tests of traces go by find what is wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CollectedSpan } from '../support/traces/collected-span.ts';
import { problemsOf } from '../support/traces/trace-rules.ts';

function span(given: Partial<CollectedSpan> & Pick<CollectedSpan, 'spanId' | 'name'>): CollectedSpan {
  const nothing = {
    links: [],
    failed: false,
    attributes: {},
    parentSpanId: '',
    traceId: 't',
    service: 'hopline-persist',
  };
  return { ...nothing, startMs: 1000, endMs: 2000, ...given };
}

const REQUEST = span({ spanId: 'a', name: 'POST /api/events', service: 'hopline-api' });
const SEND = span({ spanId: 'b', name: 'send hopline.events.v1', parentSpanId: 'a' });
const PROCESS = span({ spanId: 'c', name: 'process hopline.events.v1', parentSpanId: 'b' });
const BATCH = span({
  spanId: 'd',
  traceId: 'u',
  name: 'persist batch',
  links: [{ traceId: 't', spanId: 'c' }],
});
const WAKE = span({ spanId: 'e', name: 'send hopline.deliveries.v1', parentSpanId: 'c' });
const ATTEMPT = span({ spanId: 'f', name: 'process hopline.deliveries.v1', parentSpanId: 'e' });
const CLAIM = span({ spanId: 'g', name: 'claim delivery', parentSpanId: 'f' });
const WHOLE = [REQUEST, SEND, PROCESS, BATCH, WAKE, ATTEMPT, CLAIM];

test('a whole run has no problem', () => {
  assert.deepEqual(problemsOf(WHOLE), []);
});

test('each thing that can be wrong is found', () => {
  const cases: [name: string, spans: CollectedSpan[], found: RegExp][] = [
    ['an orphan', [REQUEST, PROCESS], /process hopline.events.v1 is an orphan/],
    ['two roots', [...WHOLE, span({ spanId: 'z', name: 'sweep' })], /2 roots/],
    ['no root', [SEND], /0 roots/],
    [
      'no link',
      [REQUEST, SEND, PROCESS, { ...BATCH, links: [] }],
      /persist batch begins a trace that is linked to none/,
    ],
    ['a link to nowhere', [REQUEST, SEND, BATCH], /linked to a span that is not there/],
    [
      'a trace that begins in the middle',
      [{ ...PROCESS, parentSpanId: '' }],
      /process hopline.events.v1 begins a trace/,
    ],
    [
      'a hop that is left out',
      [REQUEST, { ...PROCESS, parentSpanId: 'a' }],
      /stands below t: hopline-api: POST \/api\/events/,
    ],
    ['a hop before the one above it', [REQUEST, { ...SEND, startMs: 900 }], /began before/],
    [
      'a claim that is not at the beginning of its attempt',
      [...WHOLE.slice(0, -1), { ...CLAIM, startMs: 1000.5 }],
      /claim delivery began 0.5 ms apart from t: hopline-persist: process hopline.deliveries.v1/,
    ],
    [
      'a trace before its origin',
      [REQUEST, SEND, PROCESS, { ...BATCH, startMs: 900 }],
      /began before .* which it is linked to/,
    ],
  ];
  for (const [name, spans, found] of cases) assert.match(problemsOf(spans).join('\n'), found, name);
});
