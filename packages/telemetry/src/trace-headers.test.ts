import assert from 'node:assert/strict';
import { test } from 'node:test';
import { continueUnrecorded, extractTrace } from './trace-headers.ts';
import { spanContextOf } from './tracing.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const UNRECORDED = `00-${TRACE_ID}-${SPAN_ID}-00`;

test('a trace that is not recorded goes on with the ids and the text that came', () => {
  const headers = { traceparent: Buffer.from(UNRECORDED) };
  const continued = continueUnrecorded(headers);
  assert.equal(continued?.traceparent, UNRECORDED);
  assert.equal(continued.span.isRecording(), false);
  const { traceId, spanId, traceFlags } = continued.span.spanContext();
  const extracted = spanContextOf(extractTrace(headers));
  assert.deepEqual(
    [traceId, spanId, traceFlags],
    [extracted?.traceId, extracted?.spanId, extracted?.traceFlags],
  );
});

const others: Readonly<Record<string, Record<string, string | Buffer>>> = {
  'no trace': {},
  'a recorded one': { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` },
  'one with another flag': { traceparent: `00-${TRACE_ID}-${SPAN_ID}-02` },
  'one with a tracestate': { traceparent: UNRECORDED, tracestate: 'a=b' },
  'another version': { traceparent: `01${UNRECORDED.slice(2)}` },
  'a trace id of zeros': { traceparent: `00-${'0'.repeat(32)}-${SPAN_ID}-00` },
  'a span id of zeros': { traceparent: `00-${TRACE_ID}-${'0'.repeat(16)}-00` },
  'more behind it': { traceparent: `${UNRECORDED}-x` },
  'upper case': { traceparent: UNRECORDED.toUpperCase() },
};

for (const [name, headers] of Object.entries(others)) {
  test(`is left to the propagator: ${name}`, () => assert.equal(continueUnrecorded(headers), undefined));
}
