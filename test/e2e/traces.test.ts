// Every trace of a run is whole: one root and no orphan, the hops in their order, and a link from each later trace to the one
// that it comes from.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOtlpSink } from '../support/otlp-sink.ts';
import { checkTraceCommand } from '../support/traces/check-trace-command.ts';
import { checkTracedRun } from '../support/traces/check-traced-run.ts';
import { startTempoLike } from '../support/traces/tempo-like.ts';
import { runTraced } from '../support/traces/traced-run.ts';

test('two hundred events, of which some fail, are replayed, swept or poison, leave whole traces', async (t) => {
  const sink = await startOtlpSink(t);
  const run = await runTraced(t, {
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  });
  assert.equal(run.events.length + 1, 200);
  await checkTracedRun(t, run, async () => sink.spans);
  await checkTraceCommand(t, run, await startTempoLike(t, sink.spans));
});
