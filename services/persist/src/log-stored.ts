import type { Logger } from '@hopline/telemetry/logger';
import { traceIdOf } from '@hopline/telemetry/tracing';
import type { BatchReport } from './pipeline.ts';

/** One line for the batch, and one for each record that was set aside. Never a payload. */
export function logStored(log: Logger, reports: readonly BatchReport[], durationMs: number): void {
  const sum = (of: (report: BatchReport) => number) =>
    reports.reduce((total, report) => total + of(report), 0);
  for (const { record, span, organizationId, reason, detail } of reports.flatMap(({ poison }) => poison)) {
    const { topic, partition, offset } = record;
    const place = { topic, partition, offset: String(offset) };
    log.warn(
      { org_id: organizationId, ...place, reason, detail, trace_id: traceIdOf(span) },
      'record.dead_lettered',
    );
  }
  log.info(
    {
      records: sum(({ records }) => records),
      stored: sum(({ stored }) => stored.length),
      deliveries: sum(({ deliveries }) => deliveries),
      conflicts: sum(({ conflicts }) => conflicts),
      poison: sum(({ poison }) => poison.length),
      duration_ms: Math.round(durationMs),
      trace_id: reports[0]?.traceId,
    },
    'batch.stored',
  );
}
