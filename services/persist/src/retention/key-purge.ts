// The walk through the keys. Where it has come to is remembered by the process alone: after a crash it begins anew.

import type { Pool } from '@hopline/postgres/pool';
import {
  countKeyPages,
  findKeysToPurge,
  forgetExpiredDays,
  purgeKeys,
} from '@hopline/postgres/retention/purge-keys';
import type { Failpoint } from '@hopline/runtime/failpoint';
import { type Ending, inSteps, type Round } from './in-steps.ts';

/** In pages of 8 KB, of some 80 keys each. */
const PAGES = { first: 16, max: 512 };

interface Walk {
  readonly throughDay: string;
  /** Pages that come later hold keys of later days alone. */
  readonly endPage: number;
  nextPage: number;
  keys: number;
}

export interface PurgeReport {
  readonly ending: Ending;
  readonly throughDay: string;
  /** Deleted so far in this walk. */
  readonly keys: number;
}

export interface PurgeDeps {
  readonly pool: Pool;
  readonly failpoint: Failpoint;
  /** How long keys stay after their events, in milliseconds. */
  readonly keepMs: number;
}

export class KeyPurge {
  readonly #deps: PurgeDeps;
  #walk: Walk | undefined;

  constructor(deps: PurgeDeps) {
    this.#deps = deps;
  }

  /** Goes on with the walk, or begins one when it is time. @returns undefined when there is nothing to purge */
  async run(round: Round): Promise<PurgeReport | undefined> {
    const { pool, failpoint } = this.#deps;
    const walk = await this.#currentWalk();
    if (!walk) return undefined;
    const { throughDay } = walk;
    const ending = await inSteps(round, PAGES, (size) => step(pool, walk, size));
    if (ending === 'done') {
      failpoint('retention:after-keys');
      // Last: a crash before this line walks once more, and finds nothing.
      await forgetExpiredDays(pool, throughDay);
      this.#walk = undefined;
    }
    return { ending, throughDay, keys: walk.keys };
  }

  async #currentWalk(): Promise<Walk | undefined> {
    const { pool, keepMs } = this.#deps;
    const throughDay = await findKeysToPurge(pool, keepMs);
    // Another process may have come to the end of it since, or another day's time be over.
    if (throughDay !== this.#walk?.throughDay) {
      this.#walk =
        throughDay === undefined
          ? undefined
          : { throughDay, endPage: await countKeyPages(pool), nextPage: 0, keys: 0 };
    }
    return this.#walk;
  }
}

async function step(pool: Pool, walk: Walk, count: number): Promise<'more' | 'done' | undefined> {
  const keys = await purgeKeys(pool, walk.throughDay, { from: walk.nextPage, count });
  if (keys === undefined) return undefined;
  walk.keys += keys;
  walk.nextPage += count;
  return walk.nextPage < walk.endPage ? 'more' : 'done';
}
