// How often the sweeper wakes the same endpoint. One that stays overdue round after round is not helped by more
// wake-ups: its owner knows, or there is none. Kept in memory: a new sweeper begins anew, which costs one wake-up each.

const FIRST_MS = 60_000;
const LONGEST_MS = 600_000;

interface Woken {
  nextAt: number;
  waitMs: number;
}

export class WakeBackoff {
  readonly #now: () => number;
  #before = new Map<string, Woken>();
  #current = new Map<string, Woken>();

  /** @param now milliseconds on any clock that does not go back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  beginRound(): void {
    this.#current = new Map();
  }

  /** Says whether an overdue endpoint may be woken now, and counts it as woken if so. */
  mayWake(endpointId: string): boolean {
    const now = this.#now();
    const woken = this.#before.get(endpointId);
    if (woken && now < woken.nextAt) {
      this.#current.set(endpointId, woken);
      return false;
    }
    const waitMs = woken ? Math.min(woken.waitMs * 2, LONGEST_MS) : FIRST_MS;
    this.#current.set(endpointId, { nextAt: now + waitMs, waitMs });
    return true;
  }

  /** Forgets the endpoints that were not overdue in this round. */
  endRound(): void {
    this.#before = this.#current;
  }
}
