import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samplingBound, TraceIds } from './trace-ids.ts';

test('ids are hexadecimal, of the right length, and never the same twice', () => {
  const { generateTraceId, generateSpanId } = new TraceIds();
  const traces = Array.from({ length: 1000 }, generateTraceId);
  const spans = Array.from({ length: 1000 }, generateSpanId);
  for (const id of traces) assert.match(id, /^[0-9a-f]{32}$/);
  for (const id of spans) assert.match(id, /^[0-9a-f]{16}$/);
  assert.equal(new Set(traces).size + new Set(spans).size, 2000);
});

test('the word of the next trace id is the XOR of the four words of the id that comes then', () => {
  const ids = new TraceIds();
  for (let i = 0; i < 1000; i += 1) {
    const word = ids.nextTraceWord();
    // A span's id in between is none of its business.
    ids.generateSpanId();
    const words = ids.generateTraceId().match(/.{8}/g) ?? [];
    const expected = words.reduce((sum, hex) => sum ^ BigInt(`0x${hex}`), 0n);
    assert.equal(BigInt(word), expected);
  }
});

test('a trace id is drawn until its word is below a bound, and then it is the next one', () => {
  const ids = new TraceIds();
  const bound = samplingBound({
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.01',
  });
  for (let i = 0; i < 100; i += 1) {
    ids.seekTraceWord(bound);
    const words = ids.generateTraceId().match(/.{8}/g) ?? [];
    assert.ok(Number(words.reduce((sum, hex) => sum ^ BigInt(`0x${hex}`), 0n)) < bound);
  }
  // No id is below it, and the search ends.
  ids.seekTraceWord(0);
});

test('only a ratio sampler can be foretold, and only with a ratio that is one', () => {
  const bound = (name: string | undefined, arg?: string) =>
    samplingBound({
      ...(name === undefined ? {} : { OTEL_TRACES_SAMPLER: name }),
      ...(arg === undefined ? {} : { OTEL_TRACES_SAMPLER_ARG: arg }),
    });
  const always = 2 ** 32;
  assert.equal(bound('parentbased_traceidratio', '0.01'), Math.floor(0.01 * 0xffff_ffff));
  assert.equal(bound('traceidratio', '0'), 0);
  for (const arg of [undefined, '', '1', '2', '-0.5', 'much'])
    assert.equal(bound('traceidratio', arg), always);
  for (const name of [undefined, 'always_on', 'always_off', 'parentbased_always_on', 'jaeger_remote']) {
    assert.equal(bound(name, '0.01'), always);
  }
});
