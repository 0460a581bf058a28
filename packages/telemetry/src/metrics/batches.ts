// How many there are at a time of what is done many at a time.
import type { HistogramInstrument, Metrics } from '../metrics.ts';
import { SIZE_BUCKETS } from './histogram.ts';

/** The sizes of batches, by what they are of. */
export function createBatchSizes(metrics: Metrics): HistogramInstrument {
  return metrics.histograms(
    'batch_records',
    'how many there are in a batch: records that persist stores, deliveries of a claim, results that are written, records of a produce request',
    SIZE_BUCKETS,
    'batch',
  );
}
