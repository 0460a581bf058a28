import { latencyBucket } from './latency-buckets.ts';

/** What was counted of an organization. */
export interface Counted {
  readonly organizationId: string;
  /** Events that were answered 202. */
  readonly accepted: number;
  /** Events that reached Postgres. */
  readonly stored: number;
  /** Deliveries that were answered 2xx. */
  readonly delivered: number;
  /** Attempts that failed, whether another follows or not. */
  readonly failed: number;
  /** Of what was delivered, how many in each bucket (latency-buckets.ts); those at the end that are empty may be missing. */
  readonly latency: readonly number[];
}

interface Counting extends Counted {
  accepted: number;
  stored: number;
  delivered: number;
  failed: number;
  readonly latency: number[];
}

/**
 * What a process does for each organization, since it was last taken. Every event comes by here, so there is no promise in it,
 * and an object only for an organization's first one.
 */
export class LiveCounts {
  /** Told when there is something to take where there was nothing. */
  onWaiting: () => void = () => {};
  readonly #capacity: number;
  #counting = new Map<string, Counting>();
  #preferred: ReadonlySet<string> = new Set();
  // Events of one organization come together.
  #last: Counting | undefined;

  /** @param capacity how many organizations are counted until the next take; those beyond are left out of it */
  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  /** Those that somebody looks at: they are counted however many others there are. */
  prefer(organizationIds: ReadonlySet<string>): void {
    this.#preferred = organizationIds;
  }

  accepted(organizationId: string, events: number): void {
    const own = this.#of(organizationId);
    if (own) own.accepted += events;
  }

  stored(organizationId: string, events: number): void {
    const own = this.#of(organizationId);
    if (own) own.stored += events;
  }

  /** @param ms from the acceptance of the event, or the last replay of its delivery, to the answer of the receiver */
  delivered(organizationId: string, ms: number): void {
    const own = this.#of(organizationId);
    if (!own) return;
    own.delivered += 1;
    const bucket = latencyBucket(ms);
    // As long as the longest time needs: there is one for each organization, and most are looked at by nobody.
    while (own.latency.length <= bucket) own.latency.push(0);
    own.latency[bucket] = (own.latency[bucket] ?? 0) + 1;
  }

  failed(organizationId: string): void {
    const own = this.#of(organizationId);
    if (own) own.failed += 1;
  }

  /** All that was counted since the last take, by organization. */
  take(): ReadonlyMap<string, Counted> {
    const taken = this.#counting;
    this.#counting = new Map();
    this.#last = undefined;
    return taken;
  }

  #of(organizationId: string): Counting | undefined {
    if (this.#last?.organizationId === organizationId) return this.#last;
    let own = this.#counting.get(organizationId);
    if (!own) {
      if (this.#counting.size >= this.#capacity && !this.#preferred.has(organizationId)) return undefined;
      own = { organizationId, accepted: 0, stored: 0, delivered: 0, failed: 0, latency: [] };
      this.#counting.set(organizationId, own);
      if (this.#counting.size === 1) this.onWaiting();
    }
    this.#last = own;
    return own;
  }
}
