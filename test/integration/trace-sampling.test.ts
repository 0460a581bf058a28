// The ratio of traces that are recorded, by the real SDK: most are left out before it is asked, and it must agree.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Span, SpanKind, startFollowing, startTrace } from '@hopline/telemetry/tracing';
import { traceInProcess } from '../support/in-process-tracing.ts';
import { until } from '../support/until.ts';

test('one trace in four is recorded when the sampler says so, and each of them is exported', async (t) => {
  const { sink, stop } = await traceInProcess(t, 'sampling', {
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
  });
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
  await stop();
  const exported = Map.groupBy(sink.spans, ({ name }) => name);
  const ids = (name: string) => exported.get(name)?.map(({ traceId }) => traceId) ?? [];
  assert.deepEqual(ids('sampled').sort(), recorded.sort());
  const linked = exported.get('following')?.flatMap(({ links }) => links.map(({ traceId }) => traceId)) ?? [];
  assert.deepEqual(linked.sort(), recorded);
  // Five standard deviations around 500.
  assert.ok(recorded.length > 400 && recorded.length < 600, `${recorded.length} of 2000 were recorded`);
});
