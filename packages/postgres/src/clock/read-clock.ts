import type { Pool } from '../pool.ts';
import type { ClockReading } from './clock-offset.ts';

const READ = { name: 'read-clock', text: 'select clock_timestamp() as at' };

/**
 * Asks Postgres what time it is. The wait for a connection is no part of the round trip. Behind a pooler it is a transaction of
 * its own, without the pool's settings: it needs none.
 */
export async function readClock(pool: Pick<Pool, 'connect'>): Promise<ClockReading> {
  const client = await pool.connect();
  let hasAnswered = false;
  try {
    // In this order: a process that stands still in between has had a long round trip.
    const startedAt = performance.now();
    const askedAt = Date.now();
    const { rows } = await client.query<{ at: Date }>(READ);
    const roundTripMs = performance.now() - startedAt;
    hasAnswered = true;
    const [row] = rows;
    if (!row) throw new Error('a statement without a table has no row');
    return { askedAt, roundTripMs, serverAt: row.at.getTime() };
  } finally {
    // Without an answer nobody knows what is still on its way over it.
    client.release(!hasAnswered);
  }
}
