// When a partition's backlog is too large, and whom that concerns. Pure: readings in, a set of organizations out.
import { crowd, heaviest } from './heaviest.ts';
import type { Recent } from './recent-counts.ts';

/** It is over when the backlog is down to this part of the limit: at the limit itself it would begin anew at once. */
const OVER = 0.8;

/** Who made less than this part of the backlog is not what fills the partition … */
const LEAST_SHARE = 0.01;
/** … unless very many do: then the bar is lowered by this factor for each limit that the backlog has grown by … */
const LOWER = 0.1;
/** … down to what the counts still tell apart. */
const LOWEST_SHARE = 0.0001;

export type BacklogChange = 'exceeded' | 'cleared';

export class PartitionBacklog {
  readonly #limit: number;
  readonly #refused = new Set<string>();
  /** The backlog beyond which the next ones are refused. */
  #bound: number;
  /** The backlog beyond which a crowd is refused in which nobody stands out; undefined until that is so. */
  #crowdBound: number | undefined;
  #leastShare = LEAST_SHARE;
  #last = 0;

  /** @param limit the most records that may wait to be stored */
  constructor(limit: number) {
    this.#limit = limit;
    this.#bound = limit;
  }

  get refused(): ReadonlySet<string> {
    return this.#refused;
  }

  /** How many records must be stored until the backlog that was judged last is over; 0 if it is. */
  get surplus(): number {
    return Math.max(0, this.#last - this.#limit * OVER);
  }

  /**
   * Judges a reading. Those who were refused stay so until the backlog is over: after a minute without a record
   * they would be the lightest of all, while theirs still wait. Others join them when what is let in has grown by as
   * much as the limit again: as long as the light ones put in little, they go on even while nothing is stored at all.
   *
   * The backlog is that of all instances, the counts are this one's: so an organization is weighed against the backlog,
   * and one that is alone here is not taken for what others put in elsewhere. Where no one stands out, this may be the
   * wrong instance, or a crowd: only if the backlog grows by the limit all the same, the bar is lowered.
   */
  judge(backlog: number, recent: () => Recent): BacklogChange | undefined {
    const isShrinking = backlog < this.#last;
    this.#last = backlog;
    if (backlog <= this.#limit * OVER) return this.#clear();
    // While it shrinks, what is let in is little enough.
    if (backlog <= this.#bound || isShrinking) return undefined;
    const found = this.#find(backlog, this.#withoutRefused(recent()));
    if (found.length === 0) return undefined;
    for (const organizationId of found) this.#refused.add(organizationId);
    this.#bound = backlog + this.#limit;
    this.#crowdBound = this.#bound;
    return 'exceeded';
  }

  #find(backlog: number, recent: Recent): string[] {
    const whole = Math.max(backlog, recent.total);
    const found = heaviest(recent, (backlog - this.#bound) / backlog, whole * LEAST_SHARE);
    if (found.length > 0) return found;
    this.#crowdBound ??= backlog + this.#limit;
    if (backlog <= this.#crowdBound) return [];
    this.#crowdBound = backlog + this.#limit;
    this.#leastShare = Math.max(this.#leastShare * LOWER, LOWEST_SHARE);
    return crowd(recent, whole * this.#leastShare);
  }

  #clear(): BacklogChange | undefined {
    this.#bound = this.#limit;
    this.#crowdBound = undefined;
    this.#leastShare = LEAST_SHARE;
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
