// How often the frequent ones among very many keys came, in bounded memory: the algorithm of Misra and Gries (1982). It
// never counts too much, and too little by at most total / (capacity + 1); what came more often than that is in it. So
// nobody is taken for heavy because of what others did, which space-saving sketches would allow.

export class FrequentCounts {
  readonly #capacity: number;
  // A box for each count: one look-up for each key that is counted.
  readonly #counts = new Map<string, { count: number }>();
  #total = 0;

  /** @param capacity how many keys it remembers at most */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How often any key came. */
  get total(): number {
    return this.#total;
  }

  add(key: string): void {
    this.#total += 1;
    const known = this.#counts.get(key);
    if (known) known.count += 1;
    else if (this.#counts.size < this.#capacity) this.#counts.set(key, { count: 1 });
    else this.#takeOneOfEach();
  }

  /** Adds the counts to those of `sums`. */
  addTo(sums: Map<string, number>): void {
    for (const [key, { count }] of this.#counts) sums.set(key, (sums.get(key) ?? 0) + count);
  }

  // Costs as many steps as there are keys, but undoes as many additions: two steps an addition in the long run.
  #takeOneOfEach(): void {
    for (const [key, known] of this.#counts) {
      known.count -= 1;
      if (known.count === 0) this.#counts.delete(key);
    }
  }
}
