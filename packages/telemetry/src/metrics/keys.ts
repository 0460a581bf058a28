// The metrics of API keys: what is known of them in memory, and what had to be asked or hashed.
import type { Metrics } from '../metrics.ts';

/** Counted since the start of the process. */
export interface KeyCounts {
  readonly hits: number;
  readonly negativeHits: number;
  readonly misses: number;
  readonly hashes: number;
}

export interface KeyLoad {
  readonly verified: number;
  readonly hashesWaiting: number;
}

/** Reads these at every scrape. */
export function addKeyMetrics(metrics: Metrics, counts: KeyCounts, load: () => KeyLoad): void {
  const lookUp = (result: string, value: number) => ({ labels: { cache: 'keys', result }, value });
  metrics.readCounters(
    'cache_lookups_total',
    'look-ups in a cache of this process: hit, miss, or negative_hit, which is a refusal from memory',
    ['cache', 'result'],
    () => [
      lookUp('hit', counts.hits),
      lookUp('negative_hit', counts.negativeHits),
      lookUp('miss', counts.misses),
    ],
  );
  metrics.readCounters('key_hashes_total', 'argon2id hashes that were computed to verify keys', [], () => [
    { labels: {}, value: counts.hashes },
  ]);
  metrics.gauge('key_hashes_waiting', 'secrets that wait for argon2id', () => load().hashesWaiting);
  metrics.gauge('keys_verified', 'API keys that are known in memory to be good', () => load().verified);
}
