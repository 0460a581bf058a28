// The rate limit of organizations: a check is a few additions in memory. No request waits for a store; what the other
// instances admit is read behind the requests (share-limits.ts).
import type { OwnCounts, SharedCounts } from '@hopline/postgres/rate-limits/share-counts';
import type { Caller } from '../auth/key-cache.ts';
import { limitOf, type TierLimits } from './limits.ts';
import { OrganizationLimit, type WindowCounts } from './organization-limit.ts';
import { policyField } from './rate-limit-fields.ts';
import { Sharing } from './sharing.ts';

export interface RateLimiterOptions {
  readonly tiers: TierLimits;
  /** The sliding window that limits count in, in milliseconds. Default one minute. */
  readonly windowMs?: number;
  /** How long a reading of the other instances is relied on, in milliseconds: a few intervals of the sharing. */
  readonly freshMs?: number;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
  /** Milliseconds from the epoch to that clock's zero, until Postgres tells its own time. */
  readonly epochOffsetMs?: number;
  /** Told how long a check took, in seconds, of one in 64: reading a clock twice takes longer than the check. */
  readonly onCheck?: (seconds: number) => void;
}

/** Counts that are on their way to Postgres. */
export interface TakenCounts {
  readonly takenAt: number;
  readonly organizations: readonly { limit: OrganizationLimit; windows: readonly WindowCounts[] }[];
}

const SAMPLE_MASK = 63;

export class RateLimiter {
  /** Called when counts begin to wait for being shared; with `true` when they should not wait for their turn. */
  onWaiting: (early: boolean) => void = () => {};

  readonly #tiers: TierLimits;
  readonly #now: () => number;
  readonly #onCheck: (seconds: number) => void;
  readonly #sharing: Sharing;
  readonly #organizations = new Map<string, OrganizationLimit>();
  readonly #policies = new Map<number, string>();
  #waiting: OrganizationLimit[] = [];
  #checks = 0;

  constructor(options: RateLimiterOptions) {
    const { windowMs = 60_000, freshMs = 1500, epochOffsetMs = performance.timeOrigin } = options;
    this.#tiers = options.tiers;
    this.#now = options.now ?? (() => performance.now());
    this.#onCheck = options.onCheck ?? (() => {});
    this.#sharing = new Sharing(windowMs, freshMs, epochOffsetMs);
  }

  /** The limit of the caller's organization; undefined when it has none. */
  of(caller: Pick<Caller, 'organizationId' | 'rateLimit' | 'tier'>): OrganizationLimit | undefined {
    const events = limitOf(caller, this.#tiers);
    if (events === Number.POSITIVE_INFINITY) return undefined;
    let limit = this.#organizations.get(caller.organizationId);
    if (!limit) {
      limit = new OrganizationLimit(caller.organizationId, this.#sharing, this.#now());
      this.#organizations.set(caller.organizationId, limit);
    }
    if (limit.limit !== events) {
      limit.limit = events;
      limit.policy = this.#policy(events);
    }
    return limit;
  }

  /**
   * Admits as many of the events as there is room for, and counts those alone.
   * @returns how many are admitted: all of them, or fewer
   */
  admit(limit: OrganizationLimit, events: number): number {
    const now = this.#now();
    const admitted = limit.admit(events, now);
    if (!limit.waits) this.#wait(limit, now);
    if (limit.isUrgent || (admitted < events && limit.isGuess(now))) this.onWaiting(true);
    this.#checks = (this.#checks + 1) & SAMPLE_MASK;
    if (this.#checks === 0) this.#onCheck((this.#now() - now) / 1000);
    return admitted;
  }

  /** Whether one event or more would be admitted now. Counts nothing. */
  hasRoom(limit: OrganizationLimit): boolean {
    const now = this.#now();
    const hasRoom = limit.room(now) > 0;
    // What is refused is demand all the same, and this instance's share goes by it.
    limit.ask(hasRoom ? 0 : 1, now);
    if (hasRoom) return true;
    if (!limit.waits) this.#wait(limit, now);
    if (limit.isGuess(now)) this.onWaiting(true);
    return false;
  }

  /** Takes the counts that wait, to be shared; undefined when none do. */
  take(): TakenCounts | undefined {
    if (this.#waiting.length === 0) return undefined;
    const takenAt = this.#now();
    const organizations = this.#waiting.map((limit) => ({ limit, windows: limit.take(takenAt) }));
    for (const { limit } of organizations) limit.waits = false;
    this.#waiting = [];
    return { takenAt, organizations };
  }

  /** What was taken is in Postgres, and this is what the others have there. */
  learn({ takenAt, organizations }: TakenCounts, shared: SharedCounts): void {
    const now = this.#now();
    const byId = new Map(shared.others.map((others) => [others.organizationId, others]));
    for (const { limit, windows } of organizations) {
      const others = byId.get(limit.organizationId);
      if (!others) continue;
      limit.learn(windows, others, now);
      if (!limit.isGuess(now)) this.#sharing.noteInstances(limit.instances, now);
      if (limit.needsReading && !limit.waits) this.#wait(limit, now);
    }
    this.#sharing.adjustClock(shared.nowMs, takenAt, now);
    this.#sharing.succeed(now, this.#waiting.length > 0 ? takenAt : undefined);
  }

  /** What was taken may not have reached Postgres: it waits again, and until it is there everyone goes on alone. */
  fail({ takenAt, organizations }: TakenCounts): void {
    this.#sharing.fail(takenAt);
    for (const { limit } of organizations) if (!limit.waits) this.#wait(limit, takenAt);
  }

  /** Forgets the organizations whose counts have left the sliding window. */
  forgetIdle(): void {
    const before = this.#now() - 2 * this.#sharing.windowMs;
    for (const [id, limit] of this.#organizations) {
      if (limit.askedAt < before && !limit.waits) this.#organizations.delete(id);
    }
    if (this.#organizations.size === 0) this.#policies.clear();
  }

  /** Counts wait to be taken. */
  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Organizations that are remembered. */
  get size(): number {
    return this.#organizations.size;
  }

  #wait(limit: OrganizationLimit, since: number): void {
    limit.waits = true;
    this.#waiting.push(limit);
    this.#sharing.wait(since);
    if (this.#waiting.length === 1) this.onWaiting(false);
  }

  #policy(events: number): string {
    let policy = this.#policies.get(events);
    if (policy === undefined) {
      policy = policyField(events, this.#sharing.windowMs);
      this.#policies.set(events, policy);
    }
    return policy;
  }
}

/** The rows of what was taken. */
export function ownCounts({ organizations }: TakenCounts): OwnCounts {
  const rows = organizations.flatMap(({ limit, windows }) =>
    windows.map((window) => ({ organizationId: limit.organizationId, ...window })),
  );
  return {
    organizationIds: rows.map(({ organizationId }) => organizationId),
    startsMs: rows.map(({ startMs }) => startMs),
    admitted: rows.map(({ admitted }) => admitted),
    demand: rows.map(({ demand }) => demand),
  };
}
