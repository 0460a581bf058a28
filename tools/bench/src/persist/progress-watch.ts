// How far a subject has come, seen from outside: the offsets in `progress` become visible with the rows of their batch.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from '@hopline/postgres/pool';

/** What the first batches cost while code is not compiled and connections are not open is not measured. */
const WARM_UP_SHARE = 0.1;
const POLL_MS = 10;
const PATIENCE_MS = 120_000;

export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * Waits until so many records are stored.
 * @param onWarm called when a tenth of them is; the pace is that of the rest
 * @throws {Error} when it takes longer than two minutes
 */
export async function watchProgress(pool: Pool, records: number, onWarm: () => void): Promise<Pace> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  let warm: { at: number; stored: number } | undefined;
  for (;;) {
    const stored = await storedRecords(pool);
    const at = performance.now();
    if (!warm && stored >= records * WARM_UP_SHARE) {
      warm = { at, stored };
      onWarm();
    }
    if (warm && stored >= records) {
      const seconds = (at - warm.at) / 1000;
      return { perSecond: (stored - warm.stored) / seconds, seconds };
    }
    if (at > giveUpAt) throw new Error(`only ${stored} of ${records} records were stored in time`);
    await sleep(POLL_MS);
  }
}

async function storedRecords(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ stored: number }>({
    name: 'stored-records',
    text: 'select coalesce(sum(next_offset - first_offset), 0)::float8 as stored from progress',
  });
  return rows[0]?.stored ?? 0;
}

/** Nobody can store anything until this is released: all subjects begin at once, and warm. */
export async function holdProgress(pool: Pool): Promise<{ release(): Promise<void> }> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('lock table progress in access exclusive mode');
  return {
    async release() {
      await client.query('commit');
      client.release();
    },
  };
}
