import { createMetrics } from '@hopline/telemetry/metrics';
import { createBatchSizes } from '@hopline/telemetry/metrics/batches';
import { createPersistMetrics, type PersistMetrics } from '@hopline/telemetry/metrics/persist';

/** The instruments of persist, for a part of it that is made alone. */
export function persistMetrics(): PersistMetrics {
  const metrics = createMetrics();
  return createPersistMetrics(metrics, { batchSizes: createBatchSizes(metrics), reasons: [], repairs: [] });
}
