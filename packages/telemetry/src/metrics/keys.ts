// The metrics of API keys: what is known of them in memory, and what it takes to verify the others.
import type { Metrics } from '../metrics.ts';

export interface KeyLoad {
  readonly verified: number;
  readonly hashesWaiting: number;
  /** Since the start. */
  readonly hashes: number;
}

/** Reads these at every scrape. */
export function addKeyMetrics(metrics: Metrics, load: () => KeyLoad): void {
  metrics.readCounters(
    'key_hashes_total',
    'argon2id hashes that were computed to verify keys of releases before',
    [],
    () => [{ labels: {}, value: load().hashes }],
  );
  metrics.gauge('key_hashes_waiting', 'secrets that wait for argon2id', () => load().hashesWaiting);
  metrics.gauge('keys_verified', 'API keys that are known in memory to be good', () => load().verified);
}
