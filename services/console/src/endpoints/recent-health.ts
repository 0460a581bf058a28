// How an endpoint has done lately, by its newest attempts. Pure.

export interface RecentHealth {
  readonly attempts: number;
  /** 0 to 1. */
  readonly successRate: number;
  /** Milliseconds: 19 of 20 attempts took no longer. */
  readonly p95Ms: number;
}

interface AttemptFacts {
  readonly outcome: string;
  readonly duration_ms: number;
}

/** Undefined when there was none. */
export function recentHealth(
  deliveries: readonly { readonly attempts: readonly AttemptFacts[] }[],
): RecentHealth | undefined {
  const attempts = deliveries.flatMap((delivery) => delivery.attempts);
  if (attempts.length === 0) return undefined;
  const durations = attempts.map(({ duration_ms }) => duration_ms).sort((a, b) => a - b);
  const good = attempts.filter(({ outcome }) => outcome === 'succeeded').length;
  return {
    attempts: attempts.length,
    successRate: good / attempts.length,
    // The nearest rank.
    p95Ms: durations[Math.ceil(durations.length * 0.95) - 1] ?? 0,
  };
}
