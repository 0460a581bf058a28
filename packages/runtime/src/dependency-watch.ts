import { describeError } from './errors.ts';
import type { HealthCheck, OnDependencyChange } from './health.ts';
import { endsWithin } from './wait.ts';

/** An answer that had to be waited for serves whoever asks within this time: anybody may ask, as often as they like. */
const KEEP_MS = 1000;
const TIMEOUT_MS = 1000;

/** What is wrong with a dependency, and since when. */
export interface Trouble {
  readonly problem: string;
  /** In milliseconds since the epoch. */
  readonly sinceMs: number;
}

/** One dependency: its check, and what the last look found. */
export class DependencyWatch {
  readonly name: string;
  readonly #check: HealthCheck;
  readonly #onChange: OnDependencyChange;
  readonly #now: () => number;
  #trouble: Trouble | undefined;
  /** The same moment as the trouble's beginning, on the monotonic clock. */
  #troubledAt = 0;
  #isKnown = false;
  /** The check that is under way. One that hangs stays here: there is never a second one beside it. */
  #underWay: { readonly end: Promise<void>; readonly askedAt: number } | undefined;
  #keptUntil = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds of a monotonic clock */
  constructor(
    name: string,
    check: HealthCheck,
    onChange: OnDependencyChange,
    now: () => number = () => performance.now(),
  ) {
    this.name = name;
    this.#check = check;
    this.#onChange = onChange;
    this.#now = now;
  }

  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  /** For how long it has been away. */
  get awayMs(): number {
    return this.#trouble ? this.#now() - this.#troubledAt : 0;
  }

  /** Whether it was looked at before. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Resolves when it is known how it is now, or after a second without an answer, which counts as being away. */
  async look(): Promise<void> {
    if (this.#now() < this.#keptUntil) return;
    if (!this.#underWay) {
      const askedAt = this.#now();
      const answer = this.#ask();
      if (!(answer instanceof Promise)) return this.#note(answer, askedAt);
      const end = answer.then((problem) => {
        this.#underWay = undefined;
        this.#keptUntil = this.#now() + KEEP_MS;
        this.#note(problem, askedAt);
      });
      this.#underWay = { end, askedAt };
    }
    const { end, askedAt } = this.#underWay;
    if (await endsWithin(end, askedAt + TIMEOUT_MS - this.#now())) return;
    this.#note(`no answer within ${TIMEOUT_MS} ms`, askedAt);
  }

  /** Never rejects. */
  #ask(): string | undefined | Promise<string | undefined> {
    try {
      const answer = this.#check();
      return answer instanceof Promise ? answer.catch(describeError) : answer;
    } catch (error) {
      return describeError(error);
    }
  }

  /** @param askedAt when it was asked: what is wrong was so then, at the latest */
  #note(problem: string | undefined, askedAt: number): void {
    this.#isKnown = true;
    const before = this.#trouble;
    if (problem === undefined) {
      const { awayMs } = this;
      this.#trouble = undefined;
      if (before) this.#onChange({ dependency: this.name, up: true, awayMs });
    } else if (before) {
      this.#trouble = { ...before, problem };
    } else {
      this.#troubledAt = askedAt;
      this.#trouble = { problem, sinceMs: Date.now() - (this.#now() - askedAt) };
      this.#onChange({ dependency: this.name, up: false, problem });
    }
  }
}
