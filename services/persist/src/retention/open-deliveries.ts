// What is still open in a day that is about to go: a page at a time, over as many rounds as it takes.
import type { Pool } from '@hopline/postgres/pool';
import {
  cancelPending,
  cancelSending,
  type DuePlace,
  FIRST_PLACE,
  hasOpen,
} from '@hopline/postgres/retention/cancel-open';
import type { Counter } from '@hopline/telemetry/metrics';
import { type Ending, inSteps, type Round } from './in-steps.ts';

const STEP = { first: 500, max: 4000 };

/**
 * Knows how far it got. The next round goes on there: begun at the start, its first page would step over the dead index
 * entries of all that was cancelled before, and after hundreds of thousands of them be given up each time. A process that
 * has taken over begins at the start all the same, and needs some tries until Postgres has marked those entries.
 */
export class OpenDeliveries {
  readonly #pool: Pool;
  readonly #cancelled: Pick<Counter, 'inc'>;
  #day: string | undefined;
  #place: DuePlace | undefined;

  /** @param cancelled told of each page once it is committed */
  constructor(pool: Pool, cancelled: Pick<Counter, 'inc'>) {
    this.#pool = pool;
    this.#cancelled = cancelled;
  }

  /** Cancels the day's deliveries as `expired`, until none is open or the round is over. */
  async cancel(round: Round, day: string): Promise<{ ending: Ending; cancelled: number }> {
    if (this.#day !== day) this.#place = undefined;
    this.#day = day;
    let cancelled = 0;
    const count = (more: number) => {
      cancelled += more;
      this.#cancelled.inc(more);
    };
    // Again while there is something: a claim, a result or a lease that ran out may have moved a row behind our back. Where
    // very many were cancelled, their dead index entries may keep that from being found out in time; all have been met then,
    // in this round or those before.
    for (let passes = 0; ; passes += 1) {
      const open = await hasOpen(this.#pool, day);
      if (open === false || (open === undefined && passes > 0)) return { ending: 'done', cancelled };
      for (const all of [this.#allSending, this.#allPending]) {
        const ending = await all(round, day, count);
        if (ending !== 'done') return { ending, cancelled };
      }
    }
  }

  readonly #allSending = (round: Round, day: string, count: (more: number) => void): Promise<Ending> =>
    inSteps(round, STEP, async (size) => {
      const cancelled = await cancelSending(this.#pool, day, size);
      if (cancelled === undefined) return undefined;
      count(cancelled);
      return cancelled === 0 ? 'done' : 'more';
    });

  readonly #allPending = (round: Round, day: string, count: (more: number) => void): Promise<Ending> =>
    inSteps(round, STEP, async (size) => {
      const page = await cancelPending(this.#pool, day, this.#place ?? FIRST_PLACE, size);
      if (page === undefined) return undefined;
      count(page.cancelled);
      this.#place = page.next;
      return page.next ? 'more' : 'done';
    });
}
