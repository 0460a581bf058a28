// One partition while this member owns it: hands records over within a window, remembers what is finished, and holds
// the partition back when asked or when a handler fails. Nothing here waits.
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import type { KafkaLog } from './log.ts';
import { OffsetLedger } from './offset-ledger.ts';
import { PartitionLag } from './partition-lag.ts';
import type { OwnedPartition, ReceivedRecord, WorkerOptions } from './port.ts';

/** How the partition is read. */
export interface PartitionControl {
  pause(): void;
  resume(): void;
  /** The next read begins at this offset; what was fetched before is dropped. */
  seek(offset: bigint): void;
}

/** What one fetch brought. */
export interface FetchedRecords {
  /** The offset that was asked for. */
  readonly from: bigint;
  /** The offset to ask for next. */
  readonly next: bigint;
  readonly records: readonly ReceivedRecord[];
}

const HANDLER_RETRY = { initialMs: 200, maxMs: 10_000 };
/** setTimeout fires at once above this. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export class PartitionIntake implements OwnedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly #control: PartitionControl;
  readonly #onRecords: WorkerOptions['onRecords'];
  readonly #maxUnfinished: number;
  readonly #log: KafkaLog;
  readonly #onFinished: () => void;
  readonly #ended = new AbortController();
  readonly #ledger = new OffsetLedger();
  /** How far it is behind. */
  readonly lag: PartitionLag;
  /** Read, but not handed over yet; the ledger has them as taken. */
  #backlog: readonly ReceivedRecord[] = [];
  readonly #abandoned = new Set<bigint>();
  #isPaused = false;
  /** The window was full; it opens again when half of it is finished. */
  #isFull = false;
  #isStopping = false;
  #handlerFailures = 0;
  #handlerProblem: string | undefined;
  #held: NodeJS.Timeout | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #handOverSoon: NodeJS.Immediate | undefined;
  #soughtOverGap = false;

  constructor(
    at: { topic: string; partition: number },
    options: {
      control: PartitionControl;
      onRecords: WorkerOptions['onRecords'];
      maxUnfinished: number;
      /** How long its records wait on purpose. */
      waitMs?: number;
      log: KafkaLog;
      /** Called whenever less is unfinished than before. */
      onFinished: () => void;
    },
  ) {
    this.topic = at.topic;
    this.partition = at.partition;
    this.#control = options.control;
    this.#onRecords = options.onRecords;
    this.#maxUnfinished = options.maxUnfinished;
    this.#log = options.log;
    this.#onFinished = options.onFinished;
    this.lag = new PartitionLag(this.#ledger, options.waitMs ?? 0);
  }

  get revoked(): AbortSignal {
    return this.#ended.signal;
  }

  /** Why the handler does not take what it is given, or undefined when it does. */
  get handlerProblem(): string | undefined {
    return this.revoked.aborted ? undefined : this.#handlerProblem;
  }

  done(offset: bigint): void {
    if (this.revoked.aborted || !this.#ledger.done(offset)) return;
    this.#abandoned.delete(offset);
    this.#lessUnfinished();
  }

  abandon(offset: bigint): void {
    if (this.revoked.aborted || !this.#ledger.isOpen(offset)) return;
    this.#abandoned.add(offset);
    this.#lessUnfinished();
  }

  rereadFrom(offset: bigint, delayMs: number): void {
    const position = this.#ledger.position;
    // Nothing from there on was taken, or an earlier call has given it back already.
    if (this.revoked.aborted || position === undefined || offset >= position) return;
    this.#ledger.rewindTo(offset);
    for (const abandoned of this.#abandoned) if (abandoned >= offset) this.#abandoned.delete(abandoned);
    this.#backlog = this.#backlog.filter((record) => record.offset < offset);
    this.#control.seek(offset);
    this.#waitUntil(performance.now() + delayMs);
    this.#lessUnfinished();
  }

  /** What may be committed, undefined before the first record. */
  committable(): bigint | undefined {
    return this.#ledger.committable();
  }

  /** Handed over, and neither finished nor given up. */
  inHand(): number {
    return this.#ledger.unfinished - this.#backlog.length - this.#abandoned.size;
  }

  /** Whether a fetch begins below where the last one ended: the log itself was cut back or made anew. */
  isRewoundBy({ from }: FetchedRecords): boolean {
    return this.#ledger.position !== undefined && from < this.#ledger.position;
  }

  /**
   * Takes what a fetch brought; `handOver` hands it over.
   * @returns false when it does not begin where the last one ended and the partition is sent back to read again
   */
  take({ from, next, records }: FetchedRecords): boolean {
    const position = this.#ledger.position;
    if (position !== undefined && from > position && !this.#soughtOverGap) {
      // Either retention has deleted what lies between, and the second fetch begins here as well; or it was fetched
      // before the partition was sent back, and taking it would pass over records.
      this.#soughtOverGap = true;
      this.#control.seek(position);
      return false;
    }
    this.#soughtOverGap = false;
    this.#ledger.take(records, next);
    this.#backlog = this.#backlog.length > 0 ? this.#backlog.concat(records) : records;
    return true;
  }

  /** Hands over what was taken, as far as the window and the handler allow. */
  handOver(): void {
    if (!this.#isStopping && !this.#held && !this.#waiting) this.#fillWindow();
    this.#setPause();
  }

  /** Takes no more records and hands none over; what is handed over may still be finished. */
  stopTaking(): void {
    this.#isStopping = true;
    this.#setPause();
  }

  /** From now on this object does nothing. */
  end(): void {
    if (this.revoked.aborted) return;
    clearTimeout(this.#held);
    clearTimeout(this.#waiting);
    clearImmediate(this.#handOverSoon);
    this.#backlog = [];
    this.#ended.abort();
  }

  #fillWindow(): void {
    const unfinished = this.#ledger.unfinished - this.#backlog.length;
    if (this.#isFull && unfinished > this.#maxUnfinished / 2) return;
    const records = this.#backlog.slice(0, Math.max(this.#maxUnfinished - unfinished, 0));
    this.#backlog = this.#backlog.slice(records.length);
    this.#isFull = unfinished + records.length >= this.#maxUnfinished;
    if (records.length > 0) this.#give(records);
  }

  #give(records: readonly ReceivedRecord[]): void {
    try {
      this.#onRecords(records, this);
      this.#handlerFailures = 0;
      this.#handlerProblem = undefined;
    } catch (error) {
      // It must not reach the client, which would end its consumer for some errors and loop without a pause for the
      // others. What the handler has finished or given back before it threw is not given again.
      if (this.revoked.aborted) return;
      const again = records.filter((record) => this.#ledger.isOpen(record.offset));
      this.#backlog = again.concat(this.#backlog);
      this.#handlerFailures += 1;
      const retry_ms = backoffDelay(HANDLER_RETRY, this.#handlerFailures);
      const { topic, partition } = this;
      this.#handlerProblem = `${topic}/${partition} is held: ${describeError(error)}`;
      this.#log.error(
        { err: error, topic, partition, failures: this.#handlerFailures, retry_ms },
        'records.handover_failed',
      );
      this.#held = setTimeout(() => {
        this.#held = undefined;
        this.handOver();
      }, retry_ms);
    }
  }

  #waitUntil(time: number): void {
    clearTimeout(this.#waiting);
    const left = Math.max(time - performance.now(), 0);
    this.#waiting = setTimeout(
      () => {
        this.#waiting = undefined;
        if (performance.now() < time) this.#waitUntil(time);
        else this.handOver();
      },
      Math.min(Math.ceil(left), MAX_TIMER_MS),
    );
    this.#setPause();
  }

  #lessUnfinished(): void {
    this.#onFinished();
    if (this.#backlog.length === 0 && !this.#isFull) return;
    // Not at once: the caller is in the middle of its own work, and more of it may be finished in this turn.
    this.#handOverSoon ??= setImmediate(() => {
      this.#handOverSoon = undefined;
      this.handOver();
    });
  }

  /** Reads on only when all that was read is handed over: one fetch waits at most, beside the window. */
  #setPause(): void {
    const pause =
      this.#isStopping || this.#held !== undefined || this.#waiting !== undefined || this.#backlog.length > 0;
    if (pause === this.#isPaused || this.revoked.aborted) return;
    this.#isPaused = pause;
    if (pause) this.#control.pause();
    else this.#control.resume();
  }
}
