// When a partition's backlog is too large, and whom that concerns. Pure: readings in, a set of organizations out.
import { heaviest } from './heaviest.ts';
import type { Recent } from './recent-counts.ts';

/** It is over when the backlog is down to this part of the limit: at the limit itself it would begin anew at once. */
const OVER = 0.8;

export type BacklogChange = 'exceeded' | 'cleared';

export class PartitionBacklog {
  readonly #limit: number;
  readonly #refused = new Set<string>();
  /** The backlog beyond which the next ones are refused. */
  #bound: number;

  /** @param limit the most records that may wait to be stored */
  constructor(limit: number) {
    this.#limit = limit;
    this.#bound = limit;
  }

  get refused(): ReadonlySet<string> {
    return this.#refused;
  }

  /**
   * Judges a reading. Those who were refused stay so until the backlog is over: after a minute without a record
   * they would be the lightest of all, while theirs still wait. Others join them when what is let in has grown by as
   * much as the limit again: as long as the light ones put in little, they go on even while nothing is stored at all.
   */
  judge(backlog: number, recent: () => Recent): BacklogChange | undefined {
    if (backlog <= this.#limit * OVER) return this.#clear();
    if (backlog <= this.#bound) return undefined;
    const found = heaviest(this.#withoutRefused(recent()), (backlog - this.#bound) / backlog);
    // Nobody stands out, or others fill it through other instances: the next reading may tell more.
    if (found.length === 0) return undefined;
    for (const organizationId of found) this.#refused.add(organizationId);
    this.#bound = backlog + this.#limit;
    return 'exceeded';
  }

  #clear(): BacklogChange | undefined {
    this.#bound = this.#limit;
    if (this.#refused.size === 0) return undefined;
    this.#refused.clear();
    return 'cleared';
  }

  #withoutRefused({ total, counts }: Recent): Recent {
    if (this.#refused.size === 0) return { total, counts };
    const rest = new Map([...counts].filter(([organizationId]) => !this.#refused.has(organizationId)));
    let restTotal = total;
    for (const organizationId of this.#refused) restTotal -= counts.get(organizationId) ?? 0;
    return { total: restTotal, counts: rest };
  }
}
