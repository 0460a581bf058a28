// All records that wait for an answer: how much there may be, and how each gets its one answer. No clock, no network.
import { AnswerGroup, type Waiter } from './answer-group.ts';
import {
  KafkaRefusedError,
  KafkaUnavailableError,
  PublisherFullError,
  RecordTooLargeError,
} from './errors.ts';
import { type FillChange, FillWatch, type Load } from './fill-watch.ts';
import { PartitionQueue, type Pending } from './partition-queue.ts';
import type { Ack, OutgoingRecord } from './port.ts';
import { sizeOfRecord } from './record-batch.ts';

export interface BufferLimits {
  /** The most records that wait or are under way. */
  readonly bufferRecords: number;
  /** The most bytes that wait or are under way. */
  readonly bufferBytes: number;
}

/** Told when the buffer gets full and when it has drained. */
export type OnFill = (change: FillChange, load: Load) => void;

export class PublishBuffer {
  readonly #limits: BufferLimits;
  readonly #fill: FillWatch;
  readonly #onFill: OnFill;
  readonly #queues = new Map<string, Map<number, PartitionQueue>>();
  /** The queues that hold records, the one that was served last at the end. */
  readonly #active = new Set<PartitionQueue>();
  #records = 0;
  #bytes = 0;
  #onEmpty: (() => void) | undefined;

  constructor(limits: BufferLimits, onFill: OnFill) {
    this.#limits = limits;
    this.#fill = new FillWatch({ records: limits.bufferRecords, bytes: limits.bufferBytes });
    this.#onFill = onFill;
  }

  get load(): Load {
    return { records: this.#records, bytes: this.#bytes };
  }

  /** The queues that hold records; the one that waits longest for its turn comes first. */
  get active(): Iterable<PartitionQueue> {
    return this.#active;
  }

  get isEmpty(): boolean {
    return this.#records === 0;
  }

  /** Calls back, once, when every record has its answer. */
  onEmpty(callback: () => void): void {
    this.#onEmpty = callback;
  }

  /**
   * Takes the records, all or none; each has its own answer.
   * @param deadline when their publisher gives up, on the monotonic clock
   * @throws {PublisherFullError} when there is no room for all of them; none was taken
   */
  addEach(records: readonly OutgoingRecord[], deadline: number): Promise<PromiseSettledResult<Ack>[]> {
    const sizes = records.map(sizeOfRecord);
    this.#takeRoom(
      records.length,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    if (records.length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const group = new AnswerGroup(records.length, resolve);
      records.forEach((record, i) => {
        this.#enqueue(record, sizes[i] as number, deadline, group.waiter(i));
      });
    });
  }

  /** The same for one record. */
  addOne(record: OutgoingRecord, deadline: number): Promise<Ack> {
    const bytes = sizeOfRecord(record);
    this.#takeRoom(1, bytes);
    return new Promise((resolve, reject) => this.#enqueue(record, bytes, deadline, { resolve, reject }));
  }

  /** Puts the queue behind all others. */
  served(queue: PartitionQueue): void {
    this.#active.delete(queue);
    this.#active.add(queue);
  }

  /** Forgets the queue for now when it holds nothing. */
  release(queue: PartitionQueue): void {
    if (queue.isIdle) this.#active.delete(queue);
  }

  /** All in-sync replicas have these records, which follow each other in the log. */
  acknowledge({ topic, partition }: PartitionQueue, pendings: readonly Pending[], baseOffset: bigint): void {
    pendings.forEach((pending, i) => {
      if (this.#settle(pending)) pending.waiter.resolve({ topic, partition, offset: baseOffset + BigInt(i) });
    });
  }

  /** The broker will not have these records; `tooLarge` when it is for their size. */
  refuse(
    { topic, partition }: PartitionQueue,
    pendings: readonly Pending[],
    tooLarge: boolean,
    problem: Error | undefined,
  ): void {
    for (const pending of pendings) {
      if (!this.#settle(pending)) continue;
      const where = `${topic}/${partition}`;
      pending.waiter.reject(
        tooLarge
          ? new RecordTooLargeError(
              `the broker refuses a record of ${pending.bytes} bytes for ${where}`,
              problem,
            )
          : new KafkaRefusedError(`the broker refuses a record for ${where}`, problem),
      );
    }
  }

  /**
   * Rejects every record whose deadline is not after `now`; one that waits is never sent.
   * @returns the next deadline
   */
  expire(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const queue of this.#active) {
      for (const pending of queue.takeExpired(now)) this.#giveUp(pending, pending.written);
      for (const pending of queue.expiredInFlight(now)) this.#giveUp(pending, 'unknown');
      this.release(queue);
      next = Math.min(next, queue.nextDeadline());
    }
    return next;
  }

  #takeRoom(records: number, bytes: number): void {
    if (
      this.#records + records > this.#limits.bufferRecords ||
      this.#bytes + bytes > this.#limits.bufferBytes
    ) {
      throw new PublisherFullError(
        `${this.#records} records with ${this.#bytes} bytes wait for Kafka already; there is no room for ${records} more`,
      );
    }
    this.#records += records;
    this.#bytes += bytes;
    this.#noteFill();
  }

  #enqueue(record: OutgoingRecord, bytes: number, deadline: number, waiter: Waiter): void {
    const queue = this.#queueOf(record.topic, record.partition);
    this.#active.add(queue);
    queue.add({
      record,
      bytes,
      deadline,
      written: 'no',
      together: Number.POSITIVE_INFINITY,
      problem: undefined,
      settled: false,
      waiter,
    });
  }

  #queueOf(topic: string, partition: number): PartitionQueue {
    let partitions = this.#queues.get(topic);
    if (!partitions) {
      partitions = new Map();
      this.#queues.set(topic, partitions);
    }
    let queue = partitions.get(partition);
    if (!queue) {
      queue = new PartitionQueue(topic, partition);
      partitions.set(partition, queue);
    }
    return queue;
  }

  #giveUp(pending: Pending, written: 'no' | 'unknown'): void {
    if (!this.#settle(pending)) return;
    const { topic, partition } = pending.record;
    pending.waiter.reject(
      new KafkaUnavailableError(`no acknowledgement for ${topic}/${partition} in time`, {
        written,
        cause: pending.problem,
      }),
    );
  }

  #noteFill(): void {
    const change = this.#fill.note(this.#records, this.#bytes);
    if (change) this.#onFill(change, this.load);
  }

  /** Counts the record as answered; false when it was before. */
  #settle(pending: Pending): boolean {
    if (pending.settled) return false;
    pending.settled = true;
    this.#records -= 1;
    this.#bytes -= pending.bytes;
    this.#noteFill();
    if (this.isEmpty) this.#onEmpty?.();
    return true;
  }
}
