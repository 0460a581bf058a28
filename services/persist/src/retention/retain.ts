// One round of retention, read as a list: the days that are over, the oldest first; the replays that have nothing left to show
// without them; then the keys of those that have been gone for a day.
import type { Pool } from '@hopline/postgres/pool';
import { deleteReplays } from '@hopline/postgres/retention/delete-replays';
import { findExpiredDays } from '@hopline/postgres/retention/find-expired-days';
import type { Failpoint } from '@hopline/runtime/failpoint';
import type { Logger } from '@hopline/telemetry/logger';
import type { Counter } from '@hopline/telemetry/metrics';
import { expireDay } from './expire-day.ts';
import { inSteps, type Round } from './in-steps.ts';
import { KeyPurge } from './key-purge.ts';
import { OpenDeliveries } from './open-deliveries.ts';

const HOUR_MS = 3_600_000;
/**
 * An event is taken as long as it is younger than the retention. It must find its day when it waited a little after that,
 * or when the clocks of this process and the database differ.
 */
const LATE_MS = HOUR_MS;
/** The promise of G2, beyond the retention. */
const KEYS_LONGER_MS = 24 * HOUR_MS;
/** Less than what the lock allows; what is left is for the next round, which may be another process's. */
const ROUND_MS = 5 * 60_000;
/** Replays a statement, each with up to 50 parts. */
const REPLAYS_STEP = { first: 50, max: 1000 };

export interface RetentionDeps {
  readonly pool: Pool;
  /** EVENT_RETENTION, in milliseconds. */
  readonly retentionMs: number;
  readonly failpoint: Failpoint;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly daysDropped: Pick<Counter, 'inc'>;
  /** Told of the deliveries that are cancelled with their day. */
  readonly cancelled: Pick<Counter, 'inc'>;
}

/** @returns whether there is more to do at once. @throws when Postgres is in trouble; the next round goes on */
export type Retain = (signal: AbortSignal) => Promise<boolean>;

export function createRetain(deps: RetentionDeps): Retain {
  const keys = new KeyPurge({ ...deps, keepMs: KEYS_LONGER_MS });
  const open = new OpenDeliveries(deps.pool, deps.cancelled);

  return async function retain(signal) {
    const round: Round = { endsAt: performance.now() + ROUND_MS, signal };
    const daysLeft = await expireDays({ ...deps, open }, round);
    const replaysLeft = await dropReplays(deps, round);
    const keysLeft = await purge(deps, keys, round);
    return daysLeft || replaysLeft || keysLeft;
  };
}

async function expireDays(deps: RetentionDeps & { open: OpenDeliveries }, round: Round): Promise<boolean> {
  const { pool, retentionMs, log, daysDropped } = deps;
  for (const day of await findExpiredDays(pool, retentionMs + LATE_MS)) {
    // A day with nothing open takes no steps that would look at the time, and there may be hundreds.
    if (performance.now() >= round.endsAt) return true;
    const startedAt = performance.now();
    const { ending, cancelled, at } = await expireDay(deps, round, day);
    const line = { day, cancelled, duration_ms: Math.round(performance.now() - startedAt) };
    if (ending === 'done') {
      daysDropped.inc();
      log.info(line, 'day.dropped');
    }
    // A later day waits as well: who is in the way of one is in the way of the others, and keys go in order.
    if (ending === 'gave_way') log.warn({ ...line, at }, 'day.held');
    if (ending !== 'done') return ending === 'out_of_time';
  }
  return false;
}

async function dropReplays({ pool, retentionMs, log }: RetentionDeps, round: Round): Promise<boolean> {
  const startedAt = performance.now();
  let replays = 0;
  const ending = await inSteps(round, REPLAYS_STEP, async (size) => {
    const deleted = await deleteReplays(pool, retentionMs + LATE_MS, size);
    if (deleted === undefined) return undefined;
    replays += deleted;
    return deleted < size ? 'done' : 'more';
  });
  const line = { replays, duration_ms: Math.round(performance.now() - startedAt) };
  if (replays > 0) log.info(line, 'replays.dropped');
  if (ending === 'gave_way') log.warn(line, 'replays.held');
  return ending === 'out_of_time';
}

async function purge({ log }: RetentionDeps, keys: KeyPurge, round: Round): Promise<boolean> {
  const startedAt = performance.now();
  const report = await keys.run(round);
  if (!report) return false;
  const { ending, throughDay, keys: count } = report;
  const duration_ms = Math.round(performance.now() - startedAt);
  const line = { through_day: throughDay, keys: count, duration_ms };
  if (ending === 'done') log.info(line, 'keys.purged');
  if (ending === 'gave_way') log.warn(line, 'keys.held');
  return ending === 'out_of_time';
}
