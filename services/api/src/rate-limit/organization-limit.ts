// What one organization may still send through this process. All times are milliseconds of the limiter's clock.
import type { OthersCounts } from '@hopline/postgres/rate-limits/share-counts';
import { Demand } from './demand.ts';
import { Others } from './others.ts';
import type { Sharing } from './sharing.ts';
import { SlidingCount } from './sliding-count.ts';

/** The counts of one window, as Postgres gets them. */
export interface WindowCounts {
  /** By the clock of Postgres, since the epoch. */
  readonly startMs: number;
  readonly admitted: number;
  /** Events asked for a second; 0 of a window that is over. */
  readonly demand: number;
}

/** Who has admitted so much of the limit does not wait for its turn to tell the others and to hear of them. */
const EARLY_PART = 0.05;

export class OrganizationLimit {
  readonly organizationId: string;
  /** Events in one window. */
  limit = 0;
  /** The RateLimit-Policy field that says so. */
  policy = '';
  /** When it was last asked. */
  askedAt: number;
  /** It was asked since its counts were last taken. */
  waits = false;

  readonly #sharing: Sharing;
  readonly #own: SlidingCount;
  readonly #demand: Demand;
  readonly #others: Others;
  /** What the windows are called in Postgres: it must not change while they count. */
  #epochOffsetMs: number;
  /** The window before the present one, until Postgres has its last count. */
  #ended: WindowCounts | undefined;
  /** What was admitted since the others were last heard of. */
  #admittedSince = 0;

  constructor(organizationId: string, sharing: Sharing, now: number) {
    const { windowMs, freshMs, epochOffsetMs } = sharing;
    this.organizationId = organizationId;
    this.askedAt = now;
    this.#sharing = sharing;
    this.#own = new SlidingCount(windowMs, now);
    this.#demand = new Demand(now);
    this.#others = new Others(windowMs, freshMs);
    this.#epochOffsetMs = epochOffsetMs;
  }

  /** Notes that so many events were asked for, admitted or not. */
  ask(events: number, now: number): void {
    this.#demand.add(events);
    this.askedAt = now;
  }

  /** Admits as many of the events as there is room for, counts them and says how many. */
  admit(events: number, now: number): number {
    this.ask(events, now);
    const admitted = Math.max(0, Math.min(events, this.room(now)));
    this.#own.add(admitted);
    this.#admittedSince += admitted;
    return admitted;
  }

  /** How many events would be admitted now; 0 or less: none. */
  room(now: number): number {
    this.#advance(now);
    const sharing = this.#sharing;
    if (sharing.isApart(now)) return Math.floor(this.#partAlone() - this.#own.used(now));
    const left = this.left(now) + this.#admittedSince;
    // After a pause the others may begin again at the same moment: until they are heard of, everyone has an even part.
    const share = this.isGuess(now) ? this.#evenPart(left) : this.#others.shareOf(left);
    return share - this.#admittedSince;
  }

  /** How many events of the limit are left, for all instances together. */
  left(now: number): number {
    return this.limit - this.#own.used(now) - this.#others.used(now);
  }

  /** What the others admit is not known. */
  isGuess(now: number): boolean {
    return !this.#others.areKnown(now);
  }

  /** Another reading is needed, also if nothing is asked meanwhile: the next pause begins with what it says. */
  get needsReading(): boolean {
    return this.#others.isFirst;
  }

  /** So much was admitted since the others were last heard of that they should hear of it before their turn. */
  get isUrgent(): boolean {
    return this.#admittedSince > this.limit * EARLY_PART;
  }

  /** Milliseconds until there may be room for so many events; at most one window. */
  waitFor(events: number, now: number): number {
    const { windowMs } = this.#sharing;
    const apart = this.#sharing.isApart(now);
    const left = apart ? this.#partAlone() - this.#own.used(now) : this.left(now);
    const missing = events - left;
    // There is enough for all, and only the share is used up: the next reading brings another.
    if (missing <= 0) return 0;
    const decay = this.#own.decay + (apart ? 0 : this.#others.decay);
    const toEnd = this.untilNextWindow(now);
    if (missing <= decay * toEnd) return missing / decay;
    // What is admitted in the present windows begins to leave when they end, which is about the same time for all.
    const current = this.#own.current + (apart ? 0 : this.#others.used(now) - this.#others.decay * toEnd);
    if (current <= 0) return windowMs;
    return Math.min(windowMs, toEnd + ((missing - decay * toEnd) * windowMs) / current);
  }

  /** Milliseconds until the present window ends. */
  untilNextWindow(now: number): number {
    return Math.max(0, this.#own.start + this.#sharing.windowMs - now);
  }

  /** The windows whose counts Postgres should have, the present one first. */
  take(now: number): WindowCounts[] {
    this.#advance(now);
    this.#demand.update(now);
    const { start, current } = this.#own;
    const present = {
      startMs: start + this.#epochOffsetMs,
      admitted: current,
      demand: this.#demand.perSecond,
    };
    return this.#ended ? [present, this.#ended] : [present];
  }

  /** Postgres has what was taken, and has said what the others counted. */
  learn(taken: readonly WindowCounts[], others: OthersCounts, now: number): void {
    this.#advance(now);
    // Unless another window ended on the way: of that one Postgres has not the last count.
    if (this.#ended === taken[1]) this.#ended = undefined;
    this.#others.learn(others, this.#demand.perSecond, now, this.#instancesLastKnown);
    if (!this.isGuess(now)) this.#admittedSince = 0;
  }

  /** Instances that share the organization, by the last reading. */
  get instances(): number {
    return this.#others.instances;
  }

  #advance(now: number): void {
    const ended = this.#own.advance(now, this.limit);
    if (ended === undefined) return;
    this.#ended = { startMs: ended.start + this.#epochOffsetMs, admitted: ended.count, demand: 0 };
    this.#admittedSince = 0;
    if (this.#own.isFresh) this.#epochOffsetMs = this.#sharing.epochOffsetMs;
  }

  /** What is left, by the number of instances last known; one event at least, if there is one. */
  #evenPart(left: number): number {
    return Math.min(Math.floor(left), Math.max(1, Math.floor(left / this.#instancesLastKnown)));
  }

  /** At least one event, or a small limit would let nothing through while Postgres is away. */
  #partAlone(): number {
    return Math.max(1, this.limit / this.#instancesLastKnown);
  }

  get #instancesLastKnown(): number {
    const known = Number.isFinite(this.#others.learntAt);
    return known ? this.#others.instances : this.#sharing.instances;
  }
}
