// Which records of one partition are finished, and so what may be committed. Pure.

/** What is to be known of a record that is taken. */
export interface TakenOffset {
  readonly offset: bigint;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/**
 * Records are taken in order and finished in any order. What may be committed is the lowest offset that is not
 * finished: a record is never passed over, and what was finished above it is read again after a crash.
 */
export class OffsetLedger {
  /** The timestamps of those that are taken and not finished, by their offsets in ascending order: as a Map keeps them. */
  readonly #open = new Map<bigint, number>();
  #position: bigint | undefined;
  /** That of the record at the position, where that was taken before. */
  #nextTimestamp: number | undefined;

  /** The offset after the last one that was taken; undefined before the first. */
  get position(): bigint | undefined {
    return this.#position;
  }

  /** How many records are taken and not finished. */
  get unfinished(): number {
    return this.#open.size;
  }

  /** The timestamp of the first record that is not finished; undefined when that is not known. */
  get oldest(): number | undefined {
    for (const timestamp of this.#open.values()) return timestamp;
    return this.#nextTimestamp;
  }

  isOpen(offset: bigint): boolean {
    return this.#open.has(offset);
  }

  /**
   * Takes these records.
   * @param records in the order of their offsets, none below the position
   * @param next the offset to read after them; it lies higher than the last one + 1 when the log has gaps
   */
  take(records: readonly TakenOffset[], next: bigint): void {
    for (const { offset, timestamp } of records) this.#open.set(offset, timestamp);
    this.#position = next;
    this.#nextTimestamp = undefined;
  }

  /** A record is finished. Says whether it was open; one that is not known, or not any more, changes nothing. */
  done(offset: bigint): boolean {
    return this.#open.delete(offset);
  }

  /** Forgets all records from this offset on: they will be taken again. */
  rewindTo(offset: bigint): void {
    this.#nextTimestamp = this.#open.get(offset);
    for (const open of this.#open.keys()) if (open >= offset) this.#open.delete(open);
    this.#position = offset;
  }

  /** What may be committed: the lowest unfinished offset, or the position. Undefined before the first record. */
  committable(): bigint | undefined {
    for (const lowest of this.#open.keys()) return lowest;
    return this.#position;
  }
}
