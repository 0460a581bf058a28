// The ratio of traces that are recorded, by the real SDK: most are left out before it is asked, and it must agree.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTracing, type Span, SpanKind, startFollowing, startTrace } from '@hopline/telemetry/tracing';
import { startOtlpSink } from '../support/otlp-sink.ts';
import { until } from '../support/until.ts';

test('one trace in four is recorded when the sampler says so, and each of them is exported', async (t) => {
  const sink = await startOtlpSink(t);
  // The SDK reads the process's own environment.
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  const tracing = createTracing('sampling', process.env);
  await tracing.start?.();
  const spans = Array.from({ length: 2000 }, () => startTrace('sampled', { kind: SpanKind.INTERNAL }));
  const recorded = spans.filter((span) => span.isRecording()).map((span) => span.spanContext().traceId);
  // A retry after an hour is another trace, and is seen when the first attempt was.
  const follow = (origin: Span) => startFollowing('following', { kind: SpanKind.INTERNAL }, [origin]);
  const followers = spans.map(follow);
  assert.deepEqual(
    followers.map((span) => span.isRecording()),
    spans.map((span) => span.isRecording()),
  );
  assert.equal(new Set([...spans, ...followers].map((span) => span.spanContext().traceId)).size, 4000);
  for (const span of [...spans, ...followers]) span.end();
  await until('all are exported', () => sink.spans.length >= 2 * recorded.length);
  await tracing.stop?.(AbortSignal.timeout(5000));
  const exported = Map.groupBy(sink.spans, ({ name }) => name);
  const ids = (name: string) => exported.get(name)?.map(({ traceId }) => traceId) ?? [];
  assert.deepEqual(ids('sampled').sort(), recorded.sort());
  const linked = exported.get('following')?.flatMap(({ links }) => links.map(({ traceId }) => traceId)) ?? [];
  assert.deepEqual(linked.sort(), recorded);
  // Five standard deviations around 500.
  assert.ok(recorded.length > 400 && recorded.length < 600, `${recorded.length} of 2000 were recorded`);
});
