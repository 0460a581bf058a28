// From a slow bucket to its trace: the histograms on an event's way must have exemplars, whose traces were recorded.
import type { OtlpSink } from '../support/otlp-sink.ts';
import type { Checks } from './checks.ts';
import type { Prometheus } from './prometheus.ts';

const HISTOGRAMS = [
  'event_ingestion_latency_seconds_bucket',
  'event_stored_seconds_bucket',
  'event_delivered_seconds_bucket',
];

interface ExemplarSeries {
  readonly exemplars: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

export async function checkExemplars(
  prometheus: Prometheus,
  sink: OtlpSink,
  sinceMs: number,
  checks: Checks,
): Promise<void> {
  const recorded = new Set(sink.spans.map(({ traceId }) => traceId));
  for (const name of HISTOGRAMS) {
    const found = await prometheus.ask<ExemplarSeries[]>('query_exemplars', {
      query: name,
      start: String(sinceMs / 1000),
      end: String(Date.now() / 1000),
    });
    const traces = found.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id ?? ''));
    const isThere = traces.some((id) => recorded.has(id));
    checks.note(
      `exemplars of ${name}`,
      isThere ? undefined : `${traces.length} exemplars, none of a trace that was recorded`,
    );
  }
}
