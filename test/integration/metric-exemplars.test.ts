// An exemplar leads from a slow bucket to a trace that can be looked up: never to one that nobody has recorded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { traceInProcess } from '../support/in-process-tracing.ts';
import { startReceiver } from '../support/receiver.ts';
import { readMetric, scrape } from '../support/scrape.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';

const EVENTS = 40;

test('the exemplars of all three hops are of traces that were recorded and exported', async (t) => {
  const { sink } = await traceInProcess(t, 'exemplars', {
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.5',
  });
  const receiver = await startReceiver(t);
  const hops = await startThreeHops(t);
  const persist = `http://127.0.0.1:${hops.persist.port()}`;
  const deliver = `http://127.0.0.1:${hops.deliver.service.port()}`;
  await hops.makeEndpoint(`${receiver.url}/hook`);
  await Promise.all(Array.from({ length: EVENTS }, (_, n) => hops.post('a', { n })));
  const delivered = 'event_delivered_seconds_count{attempt="first"}';
  await until('all are delivered', async () => (await readMetric(deliver, delivered)) === EVENTS);

  for (const [url, name] of [
    [hops.url, 'event_ingestion_latency_seconds'],
    [persist, 'event_stored_seconds'],
    [deliver, 'event_delivered_seconds'],
  ] as const) {
    const exemplars = (await scrape(url)).flatMap(({ series, exemplar }) =>
      series.startsWith(`${name}_bucket`) && exemplar !== undefined ? [exemplar] : [],
    );
    assert.ok(exemplars.length > 0, `${name} has exemplars: half of the traces are recorded`);
    for (const exemplar of exemplars) {
      const [, traceId] = /^\{trace_id="([0-9a-f]{32})"\} [0-9.e-]+ [0-9.]+$/.exec(exemplar) ?? [];
      assert.ok(traceId, exemplar);
      await until(`the trace of an exemplar of ${name} is exported`, () =>
        sink.spans.some((span) => span.traceId === traceId),
      );
    }
  }
});
