// What GET /api/stats/stream tells, event by event. Pure.

/** What happened since the message before, and how quickly. */
export interface StatsMessage {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Events and attempts a second. */
  readonly accepted: number;
  readonly stored: number;
  readonly delivered: number;
  readonly failed: number;
  /** From acceptance to delivery, in milliseconds; null when nothing was delivered. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

interface SentStats {
  readonly at: string;
  readonly per_second: {
    readonly accepted: number;
    readonly stored: number;
    readonly delivered: number;
    readonly failed: number;
  };
  readonly latency_ms: { readonly p50: number | null; readonly p95: number | null };
}

/** Undefined for what is no such message. */
export function readStats(data: string): StatsMessage | undefined {
  try {
    const { at, per_second: rates, latency_ms: latency } = JSON.parse(data) as SentStats;
    const message = { ...pick(rates), at: Date.parse(at), p50Ms: latency.p50, p95Ms: latency.p95 };
    return [message.at, message.accepted, message.stored, message.delivered, message.failed].every(
      Number.isFinite,
    )
      ? message
      : undefined;
  } catch {
    return undefined;
  }
}

function pick({ accepted, stored, delivered, failed }: SentStats['per_second']) {
  return { accepted, stored, delivered, failed };
}

/** Five minutes, at a message every two seconds. */
const MOST_KEPT = 150;

/** The newest messages, the oldest first. The page does not grow. */
export function keepStats(kept: readonly StatsMessage[], next: StatsMessage): readonly StatsMessage[] {
  return [...kept, next].slice(-MOST_KEPT);
}
