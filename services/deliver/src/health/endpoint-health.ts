// How one endpoint is doing, as its owner has seen it: what it may get at the moment, and what its row must say. Times are
// those of `performance.now()`.
import type { DisabledReason } from '@hopline/postgres/endpoints/disable-endpoints';
import type { EndpointHealthRow } from '@hopline/postgres/endpoints/endpoint-health';
import type { EndpointHealth as WrittenHealth } from '@hopline/postgres/endpoints/write-endpoint-health';
import type { Verdict } from '../classify-response.ts';
import {
  afterAttempt,
  type Breaker,
  type BreakerPhase,
  type BreakerTimes,
  CLOSED_BREAKER,
  phaseOf,
} from './breaker.ts';
import {
  afterOverload,
  afterRecovery,
  afterSuccess,
  allowed,
  type Concurrency,
  isOverload,
  NEW_CONCURRENCY,
} from './concurrency.ts';
import { TokenBucket } from './token-bucket.ts';

const GONE = 410;
/** What a receiver says that is there and has too much to do: with a Retry-After it is no sign that it is broken. */
const BUSY_STATUSES = new Set([429, 503]);
/** So long after its last post, what its row does not say matters little: the breaker's window is over, and its bucket full. */
const QUIET_MS = 60_000;
/** Until it is written that the endpoint is disabled nothing more is posted; not for ever, if that fails. */
const DISABLING_MS = 30_000;
/** After a fault of our own, which the next post would most likely meet as well: each costs a step of its schedule. */
const OWN_FAULT_MS = 5000;

/** What no row is printed as. */
const UNKNOWN = 'unknown';

export interface HealthLimits {
  readonly breaker: BreakerTimes;
  /** An endpoint is disabled after so many milliseconds of nothing but failures. */
  readonly disableAfterMs: number;
}

export interface EndedPost {
  readonly verdict: Pick<Verdict, 'outcome' | 'statusCode' | 'retryAfterMs' | 'ownFault'>;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Posts to the endpoint that were under way, this one among them. */
  readonly inFlight: number;
}

/** What an attempt means for its endpoint. */
export interface Observed {
  /** The endpoint is to be left alone for so long from now on, in milliseconds. */
  readonly holdMs: number;
  readonly disable?: DisabledReason;
  /** It has come back, and nobody was told so far. */
  readonly recovered: boolean;
}

export class EndpointHealth {
  #epoch: number | undefined;
  #breaker: Breaker = CLOSED_BREAKER;
  #concurrency: Concurrency = NEW_CONCURRENCY;
  #bucket: TokenBucket | undefined;
  #failingSince: number | undefined;
  #heldUntil = Number.NEGATIVE_INFINITY;
  /** The breaker has closed, but its row does not say so: whoever writes that tells of the recovery. */
  #recovering = false;
  #written: string;
  /** When it was posted to last. */
  #usedAt = Number.NEGATIVE_INFINITY;

  constructor() {
    this.#written = this.#print();
  }

  /** What its row says has been seen. */
  get isKnown(): boolean {
    return this.#epoch !== undefined;
  }

  get epoch(): number | undefined {
    return this.#epoch;
  }

  breakerPhase(now: number): BreakerPhase {
    return phaseOf(this.#breaker, now);
  }

  /** How many posts may be under way. */
  limit(now: number): number {
    if (this.#breaker.state === 'closed') return allowed(this.#concurrency);
    return phaseOf(this.#breaker, now) === 'open' ? 0 : 1;
  }

  /** Its organization has set how many posts a minute it may get. */
  get isLimited(): boolean {
    return this.#bucket !== undefined;
  }

  /** Milliseconds until its rate limit allows another post. */
  rateWaitMs(now: number): number {
    return this.#bucket?.waitMs(now) ?? 0;
  }

  countPost(now: number): void {
    this.#usedAt = now;
    this.#bucket?.take(now);
  }

  /** A post that was counted is not made. */
  uncountPost(): void {
    this.#bucket?.giveBack();
  }

  /** Takes in its row: all of it when somebody else has changed it since, else what its organization has set. */
  learn(row: EndpointHealthRow, now: number): void {
    if (row.rateLimit !== (this.#bucket?.perMinute ?? null)) {
      this.#bucket = row.rateLimit === null ? undefined : new TokenBucket(row.rateLimit, now);
    }
    if (row.healthEpoch === this.#epoch) {
      if (this.#isContradictedBy(row)) this.#written = UNKNOWN;
      return;
    }
    this.reset();
    this.#epoch = row.healthEpoch;
    // It was claimed for, so that its time is over: half-open.
    if (row.breaker === 'open') this.#breaker = { state: 'open', trips: row.breakerTrips, until: now };
    if (row.failingForMs !== null) this.#failingSince = now - row.failingForMs;
    this.#written = this.#print();
  }

  /** Forgets all but its rate: its row is to be read again. */
  reset(): void {
    this.#epoch = undefined;
    this.#breaker = CLOSED_BREAKER;
    this.#concurrency = NEW_CONCURRENCY;
    this.#failingSince = undefined;
    this.#heldUntil = Number.NEGATIVE_INFINITY;
    this.#recovering = false;
    this.#written = this.#print();
  }

  /** After an attempt. */
  observe(post: EndedPost, limits: HealthLimits): Observed {
    const { verdict, startedAt, endedAt } = post;
    this.#usedAt = endedAt;
    const failed = verdict.outcome !== 'succeeded';
    // Another owner's by now, or changed since: but that it is gone, it has said.
    if (!this.isKnown) return { holdMs: 0, recovered: false, ...disableOf(verdict) };
    // The receiver had no part in it: neither a failure of its nor a success.
    if (verdict.ownFault) return { holdMs: this.#hold(OWN_FAULT_MS, endedAt), recovered: false };
    const wasOpen = this.#breaker.state === 'open';
    if (!isBusy(verdict)) {
      this.#breaker = afterAttempt(this.#breaker, { failed, startedAt, endedAt }, limits.breaker);
    }
    if (failed) {
      this.#failingSince ??= startedAt;
      if (isOverload(verdict)) this.#concurrency = afterOverload(this.#concurrency, post);
    } else {
      this.#failingSince = undefined;
      this.#concurrency = afterSuccess(this.#concurrency, post.inFlight);
    }
    if (wasOpen && this.#breaker.state === 'closed') {
      this.#recovering = true;
      this.#concurrency = afterRecovery(this.#concurrency);
    } else if (this.#breaker.state === 'open') this.#recovering = false;
    const hasFailedFor = this.#failingSince === undefined ? 0 : endedAt - this.#failingSince;
    const tooLong = failed && hasFailedFor >= limits.disableAfterMs;
    const disable = tooLong ? { disable: 'failing' as const } : disableOf(verdict);
    const asked = disable.disable ? DISABLING_MS : (verdict.retryAfterMs ?? 0);
    return { holdMs: this.#hold(asked, endedAt), recovered: !failed && this.#recovering, ...disable };
  }

  /** The row says that it has come back. */
  recoveryRecorded(): void {
    this.#recovering = false;
  }

  /** Its row says all that is worth to be remembered, so that it can be forgotten until it is met again. */
  get isSettled(): boolean {
    if (this.#recovering || this.isLimited || this.#print() !== this.#written) return false;
    return this.#breaker.state === 'open' || this.#breaker.inARow === 0;
  }

  /** Whether it can be forgotten although its row does not say all of it. */
  isForgettable(now: number): boolean {
    if (now - this.#usedAt < QUIET_MS) return false;
    return this.#recovering || this.#print() === this.#written;
  }

  /** What its row must say and does not; undefined when there is nothing to write, or not by us, or not yet. */
  unwritten(id: string, now: number): { row: WrittenHealth; written: () => void } | undefined {
    const print = this.#print();
    // The end of an open breaker is written together with the attempt that ended it.
    if (this.#epoch === undefined || this.#recovering || print === this.#written) return undefined;
    const heldMs = this.#untilHeld() - now;
    const row: WrittenHealth = {
      id,
      epoch: this.#epoch,
      breaker: this.#breaker.state,
      breakerTrips: this.#breaker.state === 'open' ? this.#breaker.trips : 0,
      failingForMs: this.#failingSince === undefined ? null : now - this.#failingSince,
      heldForMs: heldMs > 0 ? heldMs : null,
    };
    return {
      row,
      written: () => {
        // Not if its row is to be read again since.
        if (this.#epoch === row.epoch) this.#written = print;
      },
    };
  }

  /** Holds it for so long, or as long as it is held already; gives how long that is. */
  #hold(forMs: number, now: number): number {
    if (forMs > 0) this.#heldUntil = Math.max(this.#heldUntil, now + forMs);
    return Math.max(0, this.#untilHeld() - now);
  }

  #untilHeld(): number {
    return this.#breaker.state === 'open' ? Math.max(this.#heldUntil, this.#breaker.until) : this.#heldUntil;
  }

  /**
   * The row says something else than was written: an owner of before, who did not know that he is none any more, has
   * written later. Left there, it would be what the next owner goes by.
   */
  #isContradictedBy({ breaker, failingForMs }: EndpointHealthRow): boolean {
    if (this.#recovering || this.#print() !== this.#written) return false;
    const isFailing = this.#failingSince !== undefined;
    return breaker !== this.#breaker.state || (failingForMs !== null) !== isFailing;
  }

  /** Two of them differ when the row must. */
  #print(): string {
    const trips = this.#breaker.state === 'open' ? this.#breaker.trips : 0;
    return `${trips} ${this.#failingSince ?? ''} ${this.#untilHeld()}`;
  }
}

function disableOf({ statusCode }: Pick<Verdict, 'statusCode'>): { disable?: DisabledReason } {
  return statusCode === GONE ? { disable: 'gone' } : {};
}

/** Who says when to come again is there: it is held for that long, and needs no breaker. */
function isBusy({ statusCode, retryAfterMs }: Pick<Verdict, 'statusCode' | 'retryAfterMs'>): boolean {
  return retryAfterMs !== undefined && statusCode !== null && BUSY_STATUSES.has(statusCode);
}
