import type { IngestMetrics } from '@hopline/telemetry/metrics/ingest';
import type { ApiError } from '../errors.ts';

/** Counts an answer other than 2xx by its code. */
export type CountRefusal = (error: ApiError) => void;

/** What is wrong with the request itself, not with who sends it, when, or how much. */
const VALIDATION_STATUS = new Set([400, 413, 415, 422]);

export function createRefusalCount(
  metrics: Pick<IngestMetrics, 'requestsRefused' | 'validationErrors'>,
): CountRefusal {
  return ({ code, status }) => {
    metrics.requestsRefused.of({ code }).inc();
    if (VALIDATION_STATUS.has(status)) metrics.validationErrors.of({ type: code }).inc();
  };
}
