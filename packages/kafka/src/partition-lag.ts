// How far behind its end a partition is. Noted at each answer to a fetch, which tells where the log ends, computed when
// somebody asks.
import type { OffsetLedger } from './offset-ledger.ts';

/** What is there and not done. */
export interface Lag {
  readonly records: number;
  /** The age of the oldest of them, in seconds; at least that, where it has not been read yet. */
  readonly seconds: number;
}

const NONE: Lag = { records: 0, seconds: 0 };

export class PartitionLag {
  readonly #ledger: Pick<OffsetLedger, 'position' | 'unfinished' | 'oldest'>;
  readonly #waitMs: number;
  readonly #now: () => number;
  // As the client has them: they are looked at only when somebody asks.
  #fetchedFrom: string | undefined;
  #end = '0';
  #fetchedAt = 0;
  #toldAt: number;

  /**
   * @param waitMs how long each record waits on purpose before it is to be done
   * @param now milliseconds since the epoch
   */
  constructor(
    ledger: Pick<OffsetLedger, 'position' | 'unfinished' | 'oldest'>,
    waitMs: number,
    now: () => number = Date.now,
  ) {
    this.#ledger = ledger;
    this.#waitMs = waitMs;
    this.#now = now;
    this.#toldAt = now();
  }

  /** For how long nothing was heard of where the log ends, in milliseconds. */
  get silentMs(): number {
    return this.#now() - this.#toldAt;
  }

  /**
   * A fetch was answered.
   * @param from the offset that was asked for
   * @param end the offset that the next record will have (the high watermark)
   */
  fetched(from: string, end: string): void {
    this.#fetchedFrom = from;
    this.#fetchedAt = this.#now();
    this.endsAt(end);
  }

  /** The log ends there, without a fetch. */
  endsAt(end: string): void {
    this.#end = end;
    this.#toldAt = this.#now();
  }

  read(): Lag {
    const { position, unfinished, oldest } = this.#ledger;
    // Of a partition that nothing was ever fetched from nothing is known.
    if (this.#fetchedFrom === undefined) return NONE;
    const unread = Number(BigInt(this.#end) - (position ?? BigInt(this.#fetchedFrom)));
    const records = unfinished + Math.max(unread, 0);
    if (records === 0) return NONE;
    // What lies behind the last fetch was there when that was answered.
    const since = oldest ?? this.#fetchedAt;
    return { records, seconds: Math.max(this.#now() - since - this.#waitMs, 0) / 1000 };
  }
}
