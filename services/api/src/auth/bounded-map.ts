/** A Map of at most `capacity` entries: the one that was set the longest ago makes room. */
export class BoundedMap<K, V> {
  readonly #capacity: number;
  // A Map keeps the order of insertion.
  readonly #entries = new Map<K, V>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  /** @returns the entry that had to go */
  set(key: K, value: V): V | undefined {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#capacity) return undefined;
    const [oldest] = this.#entries;
    if (!oldest) return undefined;
    this.#entries.delete(oldest[0]);
    return oldest[1];
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  values(): MapIterator<V> {
    return this.#entries.values();
  }

  /** Lets every entry go that is not to be kept. */
  keepIf(keep: (value: V) => boolean): void {
    for (const [key, value] of this.#entries) if (!keep(value)) this.#entries.delete(key);
  }
}
