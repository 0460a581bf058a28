import type { Pace } from './load.ts';

/** Says when a request should go out. Times are milliseconds of performance.now(). */
export interface Pacer {
  /** The intended time of the next request that is due, which is then taken; undefined when none is. */
  take(now: number): number | undefined;
  /** What was given up because nobody took it in time. */
  readonly unsent: number;
  /** Nothing will be due any more. */
  isOver(now: number): boolean;
}

export function createPacer(pace: Pace, startAt: number, seconds: number): Pacer {
  const endAt = startAt + seconds * 1000;
  if (pace.kind === 'closed') return closedPacer(endAt, pace.requests ?? Infinity);
  return new OpenPacer(startAt, 1000 / pace.perSecond, Math.round(seconds * pace.perSecond), pace.patienceMs);
}

function closedPacer(endAt: number, requests: number): Pacer {
  let left = requests;
  const isOver = (now: number) => now >= endAt || left === 0;
  const take = (now: number) => {
    if (isOver(now)) return undefined;
    left -= 1;
    return now;
  };
  return { take, unsent: 0, isOver };
}

class OpenPacer implements Pacer {
  readonly #startAt: number;
  readonly #gapMs: number;
  readonly #count: number;
  readonly #patienceMs: number;
  #next = 0;
  unsent = 0;

  constructor(startAt: number, gapMs: number, count: number, patienceMs: number) {
    this.#startAt = startAt;
    this.#gapMs = gapMs;
    this.#count = count;
    this.#patienceMs = patienceMs;
  }

  isOver(now: number): boolean {
    return now >= this.#startAt + this.#count * this.#gapMs;
  }

  take(now: number): number | undefined {
    const first = Math.ceil((now - this.#patienceMs - this.#startAt) / this.#gapMs);
    if (first > this.#next) {
      const given = Math.min(first, this.#count);
      this.unsent += given - this.#next;
      this.#next = given;
    }
    if (this.#next >= this.#count) return undefined;
    const intendedAt = this.#startAt + this.#next * this.#gapMs;
    if (intendedAt > now) return undefined;
    this.#next += 1;
    return intendedAt;
  }
}
