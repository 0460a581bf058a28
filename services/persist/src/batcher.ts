// Forms batches from what the worker hands over. A partition is in at most one batch at a time, which keeps its order;
// batches of different partitions may be under way at once.
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import { backoffDelay } from '@hopline/runtime/backoff';
import type { TakenRecord } from './item.ts';

export const MAX_BATCH_RECORDS = 500;
export const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** What waits of one partition: the next batch and some more. The worker counts records, which may be large. */
export const MAX_WAITING_BYTES = 8 * 1024 * 1024;
/** What waits of all partitions, however many. Above it there is only so much more of each, so that none is left out. */
export const MAX_WAITING_BYTES_IN_ALL = 64 * 1024 * 1024;
export const MIN_WAITING_BYTES = 512 * 1024;
/**
 * While a batch is under way, one that is not full begins at most this often: at a moderate rate every fetch brings a few
 * records, and each transaction of its own costs Postgres and us as much as hundreds of rows.
 */
export const GATHER_MS = 5;
/** While what waits does not become less (Postgres is away), the same records are fetched ever more seldom. */
const SEND_BACK = { initialMs: 100, maxMs: 5000 };

interface Queue {
  readonly owner: OwnedPartition;
  records: ReceivedRecord[];
  bytes: number;
  /** How often in a row the partition was sent back. */
  sentBack: number;
  isBusy: boolean;
}

export class Batcher {
  readonly #maxInFlight: number;
  readonly #gatherMs: number;
  readonly #process: (batch: readonly TakenRecord[]) => Promise<void>;
  /** In the order in which they were last served. */
  readonly #queues = new Map<OwnedPartition, Queue>();
  #waitingBytes = 0;
  #inFlight = 0;
  /** When the last batch began, on the monotonic clock. */
  #begunAt = Number.NEGATIVE_INFINITY;
  #gathering: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  #isStopped = false;

  /** @param process must not reject */
  constructor(
    maxInFlight: number,
    process: (batch: readonly TakenRecord[]) => Promise<void>,
    gatherMs: number = GATHER_MS,
  ) {
    this.#maxInFlight = maxInFlight;
    this.#process = process;
    this.#gatherMs = gatherMs;
  }

  add(records: readonly ReceivedRecord[], owner: OwnedPartition): void {
    if (this.#isStopped) abandon(records, owner);
    else if (!owner.revoked.aborted) this.#enqueue(records, owner);
  }

  /** Leaves what waits to the next owner. Batches under way go on. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#gathering);
    for (const { owner, records } of this.#queues.values()) abandon(records, owner);
    this.#queues.clear();
  }

  #enqueue(records: readonly ReceivedRecord[], owner: OwnedPartition): void {
    const queue = this.#queueOf(owner);
    for (const record of records) {
      if (this.#isFull(queue)) {
        queue.sentBack += 1;
        owner.rereadFrom(record.offset, backoffDelay(SEND_BACK, queue.sentBack));
        break;
      }
      queue.sentBack = 0;
      const bytes = sizeOf(record);
      queue.records.push(record);
      queue.bytes += bytes;
      this.#waitingBytes += bytes;
    }
    this.#startSoon();
  }

  #isFull({ bytes }: Queue): boolean {
    return bytes >= (this.#waitingBytes < MAX_WAITING_BYTES_IN_ALL ? MAX_WAITING_BYTES : MIN_WAITING_BYTES);
  }

  #queueOf(owner: OwnedPartition): Queue {
    const known = this.#queues.get(owner);
    if (known) return known;
    const queue: Queue = { owner, records: [], bytes: 0, sentBack: 0, isBusy: false };
    this.#queues.set(owner, queue);
    // A revoked partition has a new owner, who reads these records again.
    owner.revoked.addEventListener('abort', () => this.#forget(queue), { once: true });
    return queue;
  }

  #forget(queue: Queue): void {
    if (this.#queues.delete(queue.owner)) this.#waitingBytes -= queue.bytes;
  }

  #startSoon(): void {
    // Not at once: the worker hands over several partitions in one turn, and they share a batch.
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      this.#start();
    });
  }

  #start(): void {
    while (this.#inFlight < this.#maxInFlight) {
      if (this.#mayGather()) return;
      const { batch, queues } = this.#take();
      if (batch.length === 0) return;
      void this.#run(batch, queues);
    }
  }

  /** Whether what waits has time to become more. It is looked at again when that is over, or when a batch ends. */
  #mayGather(): boolean {
    if (this.#inFlight === 0 || this.#isBatchFull()) return false;
    const leftMs = this.#begunAt + this.#gatherMs - performance.now();
    if (leftMs <= 0) return false;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#start();
    }, leftMs);
    return true;
  }

  #isBatchFull(): boolean {
    let records = 0;
    let bytes = 0;
    for (const queue of this.#queues.values()) {
      if (queue.isBusy) continue;
      records += queue.records.length;
      bytes += queue.bytes;
      if (records >= MAX_BATCH_RECORDS || bytes >= MAX_BATCH_BYTES) return true;
    }
    return false;
  }

  async #run(batch: readonly TakenRecord[], queues: readonly Queue[]): Promise<void> {
    for (const queue of queues) queue.isBusy = true;
    this.#inFlight += 1;
    this.#begunAt = performance.now();
    await this.#process(batch);
    this.#inFlight -= 1;
    for (const queue of queues) queue.isBusy = false;
    this.#startSoon();
  }

  #take(): { batch: TakenRecord[]; queues: Queue[] } {
    const batch: TakenRecord[] = [];
    const queues: Queue[] = [];
    let room = MAX_BATCH_BYTES;
    for (const queue of [...this.#queues.values()]) {
      if (batch.length >= MAX_BATCH_RECORDS || room <= 0) break;
      if (queue.isBusy || queue.records.length === 0) continue;
      let taken = 0;
      for (const record of queue.records) {
        // A record that is larger than what is left goes with the next batch, or alone.
        const bytes = sizeOf(record);
        const isFull = batch.length > 0 && bytes > room;
        if (isFull || batch.length >= MAX_BATCH_RECORDS) break;
        batch.push({ record, owner: queue.owner });
        room -= bytes;
        queue.bytes -= bytes;
        this.#waitingBytes -= bytes;
        taken += 1;
      }
      if (taken === 0) break;
      queue.records = queue.records.slice(taken);
      queues.push(queue);
      // To the end: the partitions that had no room come first the next time.
      this.#queues.delete(queue.owner);
      this.#queues.set(queue.owner, queue);
    }
    return { batch, queues };
  }
}

/** Of all that it holds: a record that is none of ours may have its bytes in the key or in headers. */
function sizeOf({ key, value, headers }: ReceivedRecord): number {
  let bytes = (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) bytes += headers[name]?.length ?? 0;
  return bytes;
}

function abandon(records: readonly ReceivedRecord[], owner: OwnedPartition): void {
  for (const { offset } of records) owner.abandon(offset);
}
