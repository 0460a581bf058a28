import type { HealthCheck } from '@hopline/runtime/health';
import type { Pool } from './pool.ts';

/** So long after an answer Postgres is taken to be there. */
const RECENT_MS = 1000;
/** The same while every connection is in use: the question would wait behind them, and tell how busy we are. */
const RECENT_WHEN_BUSY_MS = 5000;

export interface PoolCheckOptions {
  /** A statement that somebody has a use for; `select 1` without it. */
  readonly ask?: () => Promise<void>;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

/** Whether Postgres answers, for readiness. Under load nothing is asked, since the answers that others get tell as much. */
export function checkPool(
  pool: Pool,
  {
    ask = async () => {
      await pool.query('select 1');
    },
    now = () => performance.now(),
  }: PoolCheckOptions = {},
): HealthCheck {
  let answeredAt = Number.NEGATIVE_INFINITY;
  // A connection that is given back without an error has answered.
  pool.on('release', (error) => {
    if (!error) answeredAt = now();
  });
  // One that broke, or that only was of no more use: what others were told before is worth nothing.
  pool.on('remove', () => {
    answeredAt = Number.NEGATIVE_INFINITY;
  });
  return () => {
    const isBusy = pool.totalCount >= pool.options.max && pool.idleCount === 0;
    if (now() - answeredAt < (isBusy ? RECENT_WHEN_BUSY_MS : RECENT_MS)) return undefined;
    return ask().then(() => undefined);
  };
}
