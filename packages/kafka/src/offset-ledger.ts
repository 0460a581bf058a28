// Which records of one partition are finished, and so what may be committed. Pure.

/**
 * Records are taken in order and finished in any order. What may be committed is the lowest offset that is not
 * finished: a record is never passed over, and what was finished above it is read again after a crash.
 */
export class OffsetLedger {
  /** Taken and not finished, in ascending order: a Set keeps the order of insertion. */
  readonly #open = new Set<bigint>();
  #position: bigint | undefined;

  /** The offset after the last one that was taken; undefined before the first. */
  get position(): bigint | undefined {
    return this.#position;
  }

  /** How many records are taken and not finished. */
  get unfinished(): number {
    return this.#open.size;
  }

  isOpen(offset: bigint): boolean {
    return this.#open.has(offset);
  }

  /**
   * Takes these records.
   * @param offsets ascending, none below the position
   * @param next the offset to read after them; it lies higher than the last one + 1 when the log has gaps
   */
  take(offsets: readonly bigint[], next: bigint): void {
    for (const offset of offsets) this.#open.add(offset);
    this.#position = next;
  }

  /** A record is finished. Says whether it was open; one that is not known, or not any more, changes nothing. */
  done(offset: bigint): boolean {
    return this.#open.delete(offset);
  }

  /** Forgets all records from this offset on: they will be taken again. */
  rewindTo(offset: bigint): void {
    for (const open of this.#open) if (open >= offset) this.#open.delete(open);
    this.#position = offset;
  }

  /** What may be committed: the lowest unfinished offset, or the position. Undefined before the first record. */
  committable(): bigint | undefined {
    for (const lowest of this.#open) return lowest;
    return this.#position;
  }
}
