// The same run as e2e/traces.test.ts, with a real back end in between (npm run verify:traces): the services export to Jaeger,
// and what is asked of the traces is asked of what Jaeger answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startJaeger } from '@hopline/dev/jaeger';
import { type BackEndSpan, readSpans } from '@hopline/persist/trace/span';
import { checkTraceCommand } from '../support/traces/check-trace-command.ts';
import { checkTracedRun } from '../support/traces/check-traced-run.ts';
import type { CollectedSpan } from '../support/traces/collected-span.ts';
import { runTraced } from '../support/traces/traced-run.ts';

const SERVICES = ['hopline-api', 'hopline-persist', 'hopline-deliver', 'producer'];
const MOST_TRACES = 20_000;

test('Jaeger has every trace of two hundred events, and npm run trace prints the way of one', async (t) => {
  const jaeger = await startJaeger((line) => console.log(line));
  t.after(() => jaeger.close());
  const run = await runTraced(t, {
    OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlpUrl,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  });
  await checkTracedRun(t, run, () => collectSpans(jaeger.queryUrl));
  await checkTraceCommand(t, run, jaeger.queryUrl);
});

/** All spans that Jaeger has, by way of the search of its user interface. */
async function collectSpans(url: string): Promise<CollectedSpan[]> {
  const spans = new Map<string, CollectedSpan>();
  for (const service of SERVICES) {
    const response = await fetch(`${url}/api/traces?service=${service}&limit=${MOST_TRACES}&lookback=1h`);
    assert.equal(response.status, 200);
    for (const span of readSpans(await response.json()))
      spans.set(`${span.traceId} ${span.spanId}`, collected(span));
  }
  return [...spans.values()];
}

function collected({ durationMs, ...span }: BackEndSpan): CollectedSpan {
  return { ...span, endMs: span.startMs + durationMs };
}
