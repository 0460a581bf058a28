// How much of their time transactions wait for each other's locks.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from '@hopline/postgres/pool';

const SAMPLE_MS = 20;

export interface LockWatch {
  /** The share of the time that transactions were open in which they waited for a heavyweight lock. */
  stop(): Promise<number>;
}

/** Samples pg_stat_activity of the pool's database, without the looker-on itself. */
export function watchLocks(pool: Pool): LockWatch {
  let open = 0;
  let waiting = 0;
  let isStopped = false;

  async function sample(): Promise<void> {
    while (!isStopped) {
      const { rows } = await pool.query<{ open: number; waiting: number }>({
        name: 'lock-waits',
        text: `select count(*)::int as open, (count(*) filter (where wait_event_type = 'Lock'))::int as waiting
                 from pg_stat_activity
                where datname = current_database() and xact_start is not null and application_name <> 'bench'`,
      });
      open += rows[0]?.open ?? 0;
      waiting += rows[0]?.waiting ?? 0;
      await sleep(SAMPLE_MS);
    }
  }

  const sampling = sample();
  return {
    async stop() {
      isStopped = true;
      await sampling;
      return open === 0 ? 0 : waiting / open;
    },
  };
}

/** The deadlocks of the pool's database since it was made. */
export async function deadlocksOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ deadlocks: number }>(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  );
  return rows[0]?.deadlocks ?? 0;
}
