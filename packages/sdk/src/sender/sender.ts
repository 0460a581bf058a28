import { HoplineError, ofEvent } from '../errors.ts';
import type { Outcome } from '../events/batch-outcomes.ts';
import { type EncodedEvent, type EventInput, encodeEvent } from '../events/event.ts';
import { MAX_EVENT_BYTES } from '../events/limits.ts';
import { type PostBatch, sendEach } from '../events/send-each.ts';
import type { CallOptions } from '../http/transport.ts';
import { BACKOFF } from '../retry/next-wait.ts';
import { hasBeforeExit, onBeforeExit } from './before-exit.ts';
import { EventQueue } from './event-queue.ts';
import type { SenderLimits } from './sender-options.ts';
import { WaitLine } from './wait-line.ts';

interface Entry {
  readonly event: EncodedEvent;
  /** Counts up. */
  readonly number: number;
  /** When it came, by performance.now(). */
  readonly at: number;
  settle(outcome: Outcome): void;
  /** Ends it without an outcome. */
  fail(reason: unknown): void;
  /** The sender ends without its outcome. */
  giveUp(reason: unknown): void;
}

/**
 * Gathers events and sends them in batches, one request at a time unless it is told otherwise. An event that is not accepted
 * is sent again, with the same dedup_id, before those that came after it.
 */
export class Sender {
  readonly #post: PostBatch;
  readonly #limits: SenderLimits;
  readonly #queue: EventQueue<Entry>;
  /** All that are not settled: in the queue or under way, the oldest first. */
  readonly #pending = new Set<Entry>();
  readonly #roomLine = new WaitLine();
  readonly #flushLine = new WaitLine();
  readonly #stop = new AbortController();
  /** Of the end of the process it is told while something is pending. */
  #unhook: () => void = () => {};
  /** Who went through `ready()` and has not enqueued yet, as far as is known. */
  #letThrough = 0;
  #pendingBytes = 0;
  #nextNumber = 0;
  /** What came before this one does not wait for company. */
  #hurryBefore = 0;
  #inFlight = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #roomTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(post: PostBatch, limits: SenderLimits) {
    this.#post = post;
    this.#limits = limits;
    this.#queue = new EventQueue({ events: limits.maxBatchEvents, bytes: limits.maxBatchBytes });
  }

  /** How many events, and bytes of them, are not settled. */
  get pending(): { readonly events: number; readonly bytes: number } {
    return { events: this.#pending.size, bytes: this.#pendingBytes };
  }

  /**
   * Sends an event with others.
   * @returns its id, once it is durable
   * @throws {HoplineError} when it was refused, or given up after the retries; HPL_CLIENT_BUFFER_FULL when twice as much as
   *   `ready()` lets through is not settled; HPL_CLIENT_CLOSED after `close()`, or when that did not wait for it. With
   *   `isUnknown` it may have been written: send it again with the error's dedupId
   */
  async enqueue(event: EventInput, { signal }: CallOptions = {}): Promise<string> {
    this.#letThrough = Math.max(0, this.#letThrough - 1);
    signal?.throwIfAborted();
    if (this.#isClosed) throw refusal('HPL_CLIENT_CLOSED', 'the sender is closed', false);
    const encoded = encodeEvent(event);
    if (this.#isOver(2)) throw refusal('HPL_CLIENT_BUFFER_FULL', 'too many events wait; await ready()', true);
    const outcome = await this.#put(encoded, signal);
    if (outcome.status === 'accepted') return outcome.id;
    throw ofEvent(outcome.error, encoded.dedupId);
  }

  /**
   * Waits until there is room for another event. Who awaits it before each `enqueue`, and enqueues at once, keeps memory
   * bounded and is not refused, however many do so side by side.
   */
  async ready({ signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    if (this.#roomLine.length === 0 && this.#letPass()) return;
    const passed = this.#roomLine.join(0, signal);
    this.#makeRoom();
    await passed;
  }

  /** Sends at once what waits for company, and waits until all that was enqueued before is settled, however it ended. */
  async flush({ signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    if (this.#pending.size === 0) return;
    this.#hurryBefore = this.#nextNumber;
    this.#schedule();
    await this.#flushLine.join(this.#nextNumber, signal);
  }

  /**
   * Takes no more events and waits for those that it has.
   * @param options.signal gives up: it throws the signal's reason, and what is not settled then fails with HPL_CLIENT_CLOSED
   */
  async close({ signal }: CallOptions = {}): Promise<void> {
    this.#isClosed = true;
    try {
      await this.flush({ signal });
    } catch (reason) {
      this.#stop.abort(reason);
      for (const entry of [...this.#pending]) entry.giveUp(reason);
      throw reason;
    } finally {
      clearTimeout(this.#timer);
    }
  }

  #put(event: EncodedEvent, signal: AbortSignal | undefined): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const end = (then: () => void) => {
        if (!this.#pending.delete(entry)) return;
        signal?.removeEventListener('abort', onAbort);
        this.#pendingBytes -= event.bytes;
        if (this.#pending.size === 0) this.#unhook();
        then();
        this.#letGo();
      };
      const entry: Entry = {
        event,
        number: this.#nextNumber++,
        at: performance.now(),
        settle: (outcome) => end(() => resolve(outcome)),
        fail: (reason) => {
          this.#queue.remove(entry);
          end(() => reject(reason));
        },
        giveUp: (reason) => {
          // What was taken out of the queue is under way.
          const isUnknown = !this.#queue.remove(entry);
          end(() => reject(givenUp(event.dedupId, isUnknown, reason)));
        },
      };
      const onAbort = () => entry.fail(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (this.#pending.size === 0) this.#unhook = onBeforeExit(() => void this.flush());
      this.#pending.add(entry);
      this.#pendingBytes += event.bytes;
      this.#queue.push(entry);
      this.#schedule();
    });
  }

  /** Sends what is due, and comes back when something will be. */
  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#inFlight < this.#limits.concurrency && this.#queue.first && !this.#stop.signal.aborted) {
      const wait = this.#waitOf(this.#queue.first);
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#schedule(), wait);
        // A process that has nothing else to do sends it now instead of waiting. A timer is a number in browsers, an object elsewhere.
        if (hasBeforeExit()) (this.#timer as unknown as { unref?: () => void }).unref?.();
        return;
      }
      void this.#send(this.#queue.take());
    }
  }

  /** How long the first event of the queue still waits for company, in milliseconds; 0: it is due. */
  #waitOf(first: Entry): number {
    // When there is no room for others, none will come.
    if (first.number < this.#hurryBefore || this.#queue.hasFullBatch || this.#isOver(1)) return 0;
    return Math.max(0, first.at + this.#limits.maxDelayMs - performance.now());
  }

  async #send(batch: readonly Entry[]): Promise<void> {
    this.#inFlight += 1;
    try {
      await sendEach(
        this.#post,
        batch.map(({ event }) => event),
        {
          policy: { ...BACKOFF, retries: this.#limits.retries },
          settle: (i, outcome) => batch[i]?.settle(outcome),
          signal: this.#stop.signal,
        },
      );
    } catch (reason) {
      for (const entry of batch) entry.fail(reason);
    } finally {
      this.#inFlight -= 1;
      this.#schedule();
    }
  }

  #isOver(times: number): boolean {
    const { maxPendingEvents, maxPendingBytes } = this.#limits;
    return this.#pending.size >= times * maxPendingEvents || this.#pendingBytes >= times * maxPendingBytes;
  }

  /**
   * Whether somebody may go through `ready()`; counts them in. Those who are still to enqueue count as if they had, each with
   * the largest event there is: `enqueue` refuses none of them.
   */
  #letPass(): boolean {
    const { maxPendingEvents, maxPendingBytes } = this.#limits;
    const events = this.#pending.size + this.#letThrough;
    const bytes = this.#pendingBytes + this.#letThrough * MAX_EVENT_BYTES;
    if (this.#isOver(1) || events >= maxPendingEvents || bytes >= 2 * maxPendingBytes) return false;
    this.#letThrough += 1;
    return true;
  }

  #letGo(): void {
    // In a set the oldest comes first.
    const [oldest] = this.#pending;
    this.#flushLine.release((number) => oldest === undefined || oldest.number >= number);
    this.#makeRoom();
  }

  /**
   * Lets as many through `ready()` as there is room for. Then it looks again, when those have enqueued: some may have had
   * nothing to enqueue after all.
   */
  #makeRoom(): void {
    if (this.#roomLine.length === 0 || this.#isOver(1)) return;
    this.#roomTimer ??= setTimeout(() => {
      this.#roomTimer = undefined;
      this.#letThrough = 0;
      this.#roomLine.release(() => this.#letPass());
      this.#makeRoom();
    }, 0);
  }
}

function refusal(code: string, detail: string, isRetryable: boolean): HoplineError {
  return new HoplineError({ code, detail, isRetryable });
}

function givenUp(dedupId: string, isUnknown: boolean, cause: unknown): HoplineError {
  const detail = `the sender was closed before the event ${isUnknown ? 'had its answer' : 'was sent'}`;
  return new HoplineError({ code: 'HPL_CLIENT_CLOSED', detail, isUnknown, dedupId, cause });
}
