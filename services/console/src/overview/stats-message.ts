// What GET /api/stats/stream tells, event by event. Pure.

/** What happened in the last seconds, and how quickly. */
export interface StatsMessage {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Events and attempts a second; null for as long as the figures are being gathered. */
  readonly accepted: number | null;
  readonly stored: number | null;
  readonly delivered: number | null;
  readonly failed: number | null;
  /** From acceptance to delivery, in milliseconds; null also when nothing was delivered. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

type Sent<Name extends string> = { readonly [name in Name]: unknown } | null;

interface SentStats {
  readonly at: string;
  readonly per_second: Sent<'accepted' | 'stored' | 'delivered' | 'failed'>;
  readonly delivery_ms: Sent<'p50' | 'p95'>;
}

/** Undefined for what is no such message. */
export function readStats(data: string): StatsMessage | undefined {
  try {
    const { at, per_second: rates, delivery_ms: delivery } = JSON.parse(data) as SentStats;
    const ms = Date.parse(at);
    if (Number.isNaN(ms)) return undefined;
    return {
      at: ms,
      ...{ accepted: figure(rates?.accepted), stored: figure(rates?.stored) },
      ...{ delivered: figure(rates?.delivered), failed: figure(rates?.failed) },
      ...{ p50Ms: figure(delivery?.p50), p95Ms: figure(delivery?.p95) },
    };
  } catch {
    return undefined;
  }
}

function figure(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Five minutes, at a message every two seconds. */
const MOST_KEPT = 150;

/** The newest messages, the oldest first. The page does not grow. */
export function keepStats(kept: readonly StatsMessage[], next: StatsMessage): readonly StatsMessage[] {
  return [...kept, next].slice(-MOST_KEPT);
}
