/** What an endpoint's row says to whoever begins to post to it. */
export interface EndpointHealthRow {
  /** Another one than before: somebody else than its owner has changed how it is doing. */
  readonly healthEpoch: number;
  /** The delays before the retries, as the ladder's rungs are named; null for the ladder itself. */
  readonly retrySchedule: readonly string[] | null;
  /** Posts a minute; null without a limit. */
  readonly rateLimit: number | null;
  readonly breaker: 'closed' | 'open';
  readonly breakerTrips: number;
  /** Milliseconds since the first failure after the last success; null when the last attempt succeeded. */
  readonly failingForMs: number | null;
}

/**
 * Milliseconds for which nothing is posted to an endpoint, of a table `e`; 0 or less, or null, when it is not held. What waits
 * for one that is deleted or disabled is cancelled, and not held.
 */
export const HELD_FOR_MS = `case when e.deleted_at is null and e.disabled_at is null
                then (extract(epoch from e.not_before - now()) * 1000)::float8 end as "heldForMs"`;

/** The columns of an EndpointHealthRow, of a table `e`. */
export const ENDPOINT_HEALTH = `e.health_epoch as "healthEpoch", e.retry_schedule as "retrySchedule",
               e.rate_limit as "rateLimit", e.breaker, e.breaker_trips as "breakerTrips",
               (extract(epoch from now() - e.failing_since) * 1000)::float8 as "failingForMs"`;
