// What came of many attempts, added up. Pure.

/** So many attempts that came to the same. */
export interface AttemptGroup {
  readonly durationMs: number;
  readonly succeeded: boolean;
  /** There was an answer, whatever it said. */
  readonly answered: boolean;
  readonly count: number;
}

/** Counts attempts, and how long their answers took, to the millisecond: durations repeat, however many attempts there are. */
export class AttemptTally {
  attempts = 0;
  succeeded = 0;
  readonly #answers = new Map<number, number>();

  add({ durationMs, succeeded, answered, count }: AttemptGroup): void {
    this.attempts += count;
    if (succeeded) this.succeeded += count;
    if (answered) this.#answers.set(durationMs, (this.#answers.get(durationMs) ?? 0) + count);
  }

  addAll(other: AttemptTally): void {
    this.attempts += other.attempts;
    this.succeeded += other.succeeded;
    for (const [ms, count] of other.#answers) this.#answers.set(ms, (this.#answers.get(ms) ?? 0) + count);
  }

  /**
   * Milliseconds within which this share of the answers came, by the nearest rank; undefined without answers.
   * @param share above 0, at most 1
   */
  answeredWithin(share: number): number | undefined {
    const all = [...this.#answers].sort(([a], [b]) => a - b);
    const rank = Math.ceil(share * all.reduce((sum, [, count]) => sum + count, 0));
    let seen = 0;
    return all.find(([, count]) => {
      seen += count;
      return seen >= rank;
    })?.[0];
  }
}
