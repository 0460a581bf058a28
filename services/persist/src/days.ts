// The daily partitions that this process knows to be there: made ahead, and on the spot for a day that was not.
import { ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import type { Logger } from '@hopline/telemetry/logger';
import { eventDay } from '@hopline/wire/event';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAYS_AHEAD = 2;

export interface DayMaker extends Component {
  /** Makes the partitions of these days where they are missing. */
  ensure(days: ReadonlySet<string>): Promise<void>;
  /** Forgets which are there: somebody may have dropped one, or restored the database from a backup. */
  forget(): void;
}

export function createDayMaker(pool: Pool, log: Logger): DayMaker {
  const known = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  async function ensure(days: ReadonlySet<string>): Promise<void> {
    const missing = [...days].filter((day) => !known.has(day));
    if (missing.length === 0) return;
    await ensureDays(pool, missing);
    for (const day of missing) known.add(day);
  }

  async function makeAhead(): Promise<void> {
    const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, i) => eventDay(Date.now() + i * DAY_MS));
    // A failure is no harm: the next hour, or the first event of the day, makes it.
    await ensure(new Set(days)).catch((error) => {
      log.warn({ problem: describeError(error) }, 'days.not_made');
    });
  }

  return {
    name: 'day maker',
    async start() {
      timer ??= setInterval(makeAhead, HOUR_MS);
      await makeAhead();
    },
    async stop() {
      clearInterval(timer);
    },
    ensure,
    forget: () => known.clear(),
  };
}
