import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSpans } from './span.ts';

const traceId = '0a'.repeat(16);
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

const EXPECTED = {
  traceId,
  spanId: '00000000000000ab',
  parentSpanId: '00000000000000cd',
  name: 'POST',
  service: 'hopline-deliver',
  links: [{ traceId: '0b'.repeat(16), spanId: 'ee'.repeat(8) }],
  startMs: 1_700_000_000_000.5,
  durationMs: 12.5,
  failed: true,
  attributes: { 'error.type': '503' },
};

test("Jaeger's answer: its references are parents and links, its ids may lack zeros in front", () => {
  const span = {
    traceID: traceId.slice(1),
    spanID: 'ab',
    operationName: 'POST',
    references: [
      { refType: 'CHILD_OF', traceID: traceId, spanID: 'cd' },
      { refType: 'FOLLOWS_FROM', traceID: 'b'.padStart(2, '0').repeat(16).slice(1), spanID: 'ee'.repeat(8) },
    ],
    startTime: 1_700_000_000_000_500,
    duration: 12_500,
    tags: [
      { key: 'error.type', type: 'string', value: '503' },
      { key: 'error', type: 'bool', value: true },
    ],
    processID: 'p1',
  };
  const answer = { data: [{ spans: [span], processes: { p1: { serviceName: 'hopline-deliver' } } }] };
  const expected = { ...EXPECTED, attributes: { ...EXPECTED.attributes, error: true } };
  assert.deepEqual(readSpans(answer), [expected]);
});

test("Tempo's answer, in each of its forms, with ids in hexadecimal and in base64", () => {
  const spanWith = (id: (hex: string) => string) => ({
    traceId: id(traceId),
    spanId: id(EXPECTED.spanId),
    parentSpanId: id(EXPECTED.parentSpanId),
    name: 'POST',
    startTimeUnixNano: '1700000000000500000',
    endTimeUnixNano: '1700000000013000000',
    attributes: [{ key: 'error.type', value: { stringValue: '503' } }],
    links: EXPECTED.links.map((link) => ({ traceId: id(link.traceId), spanId: id(link.spanId) })),
    status: { code: 'STATUS_CODE_ERROR' },
  });
  const batchOf = (span: object) => ({
    resource: { attributes: [{ key: 'service.name', value: { stringValue: 'hopline-deliver' } }] },
    scopeSpans: [{ spans: [span] }],
  });
  const batches = [batchOf(spanWith(base64))];
  const hexBatches = [batchOf(spanWith((hex) => hex))];
  for (const answer of [{ batches }, { trace: { resourceSpans: batches } }, { resourceSpans: hexBatches }]) {
    assert.deepEqual(readSpans(answer), [EXPECTED]);
  }
});

test('anything else is said to be neither', () => {
  for (const answer of [null, {}, { error: 'no' }, 'hello'])
    assert.throws(() => readSpans(answer), TypeError);
});
