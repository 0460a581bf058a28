// One trace covers the way of an event: request, send, process, send, process, POST, and a short rung too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEndpoint, createOrganization, postEvent } from '@hopline/demo/client';
import { startOtlpSink } from '../support/otlp-sink.ts';
import { startReceiver } from '../support/receiver.ts';
import { startSystem } from '../support/system.ts';
import type { CollectedSpan } from '../support/traces/collected-span.ts';
import { until } from '../support/until.ts';

test('an event that fails once and is retried is one trace with one root and no orphan', async (t) => {
  const sink = await startOtlpSink(t);
  const receiver = await startReceiver(t, (_request, _response, nth) => (nth === 1 ? 503 : 200));
  const system = await startSystem(t, {
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    // On a busy machine the sweeper would take for lost what is on its way, and what it wakes has a trace of its own.
    SWEEP_AFTER: '60s',
  });
  const { apiKey } = await createOrganization(system.url, system.adminToken, 'Traced');
  await createEndpoint(system.url, apiKey, `${receiver.url}/hook`);
  const body = JSON.stringify({ type: 'github.push', payload: { n: 1 } });
  const { id } = await postEvent(system.url, apiKey, body);
  await until('the retry', () => receiver.byId(id).length === 2);

  const { rows } = await system.database.pool.query('select traceparent from events where id = $1', [id]);
  const traceId = String(rows[0]?.traceparent).split('-')[1] ?? '';
  const spans = await until('both posts in the trace', () => {
    const trace = sink.spans.filter((span) => span.traceId === traceId);
    return trace.filter((span) => span.name === 'POST').length === 2 && isWhole(trace) && trace;
  });
  const names = new Set(spans.map(({ service, name }) => `${service}: ${name}`));
  for (const name of [
    'hopline-api: POST /api/events',
    'hopline-api: send hopline.events.v1',
    'hopline-persist: process hopline.events.v1',
    'hopline-persist: send hopline.deliveries.v1',
    'hopline-deliver: process hopline.deliveries.v1',
    'hopline-deliver: POST',
    'hopline-deliver: send hopline.deliveries.v1.retry.2s',
    'hopline-deliver: send hopline.deliveries.v1',
  ]) {
    assert.ok(names.has(name), `${name} is missing among ${[...names].join(' | ')}`);
  }
  const attempts = await until('both are written down', async () => {
    const { rows } = await system.database.pool.query(
      'select number, trace_id from attempts order by number',
    );
    return rows.length === 2 && rows;
  });
  assert.deepEqual(attempts, [
    { number: 1, trace_id: traceId },
    { number: 2, trace_id: traceId },
  ]);
});

/** One root, and every other span's parent is there. */
function isWhole(trace: CollectedSpan[]): boolean {
  const ids = new Set(trace.map(({ spanId }) => spanId));
  return trace.filter(({ parentSpanId }) => !ids.has(parentSpanId)).length === 1;
}
