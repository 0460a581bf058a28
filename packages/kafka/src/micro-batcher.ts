// Gathers records into requests. There is a lane for each leader: while one batch of a lane is under way the next one
// gathers, so that no timer is needed under load and a broker that hangs holds nobody else.
import { backoffDelay } from '@hopline/runtime/backoff';
import { EarliestTimer } from './earliest-timer.ts';
import type { ProduceVerdict } from './error-codes.ts';
import {
  KafkaRefusedError,
  KafkaUnavailableError,
  PublisherFullError,
  RecordTooLargeError,
} from './errors.ts';
import { type BatchLimits, PartitionQueue, type Pending } from './partition-queue.ts';
import type { Ack, OutgoingRecord } from './port.ts';
import type { PartitionRecords } from './produce-exchange.ts';
import { sizeOfRecord } from './record-batch.ts';

/** What became of the records of one partition in a request. */
export interface PartitionOutcome {
  readonly verdict: ProduceVerdict;
  /** The offset of the first record, when acked. */
  readonly baseOffset: bigint;
  readonly problem?: Error;
}

/** The way to the brokers. */
export interface BatchTransport {
  leaderOf(topic: string, partition: number): number | undefined;
  /** Sends one request to one broker. One outcome for each of the partitions, in their order. Does not reject. */
  send(leader: number, partitions: readonly PartitionRecords[]): Promise<readonly PartitionOutcome[]>;
  /** Finds out who leads now; resolves when it is known, or when trying again makes sense. Does not reject. */
  refreshLeaders(): Promise<void>;
}

export interface BatcherLimits {
  /** The most records in a request. */
  readonly batchRecords: number;
  /** The most bytes in a request, unless a single record has more. */
  readonly batchBytes: number;
  /** The most records that wait or are under way. */
  readonly bufferRecords: number;
  /** The most bytes that wait or are under way. */
  readonly bufferBytes: number;
}

/** The broker's limit of 1 MB (`max.message.bytes`) counts all records of a partition in a request. */
const MAX_PARTITION_BYTES = 900_000;
const RETRY = { initialMs: 50, maxMs: 400 };

interface Lane {
  busy: boolean;
  failures: number;
  notBefore: number;
}

export class MicroBatcher {
  readonly #transport: BatchTransport;
  readonly #limits: BatcherLimits;
  readonly #queues = new Map<string, Map<number, PartitionQueue>>();
  /** The queues that hold records, the one that was served last at the end. */
  readonly #active = new Set<PartitionQueue>();
  readonly #lanes = new Map<number, Lane>();
  #records = 0;
  #bytes = 0;
  #flush: NodeJS.Immediate | undefined;
  readonly #retry = new EarliestTimer(() => this.#pump());
  readonly #expiry = new EarliestTimer(() => this.#expire(performance.now()));
  #refreshing = false;
  #onIdle: (() => void) | undefined;

  constructor(transport: BatchTransport, limits: BatcherLimits) {
    this.#transport = transport;
    this.#limits = limits;
  }

  load(): { records: number; bytes: number } {
    return { records: this.#records, bytes: this.#bytes };
  }

  /**
   * Takes the records, all or none; each has its own answer.
   * @throws {PublisherFullError} when there is no room for all of them; none was taken
   */
  add(records: readonly OutgoingRecord[], timeoutMs: number): Promise<Ack>[] {
    const deadline = performance.now() + timeoutMs;
    const sizes = records.map(sizeOfRecord);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (
      this.#records + records.length > this.#limits.bufferRecords ||
      this.#bytes + bytes > this.#limits.bufferBytes
    ) {
      throw new PublisherFullError(
        `${this.#records} records with ${this.#bytes} bytes wait for Kafka already; there is no room for ${records.length} more`,
      );
    }
    this.#records += records.length;
    this.#bytes += bytes;
    const answers = records.map((record, i) => this.#enqueue(record, sizes[i] as number, deadline));
    this.#expiry.at(deadline);
    this.#pumpSoon();
    return answers;
  }

  /** Resolves when every record has its answer; once `deadline` aborts, the rest is rejected. */
  async drain(deadline: AbortSignal): Promise<void> {
    if (this.#records > 0 && !deadline.aborted) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    this.#expire(Number.POSITIVE_INFINITY);
    clearImmediate(this.#flush);
    this.#retry.clear();
    this.#expiry.clear();
  }

  #enqueue(record: OutgoingRecord, bytes: number, deadline: number): Promise<Ack> {
    return new Promise((resolve, reject) => {
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
        resolve,
        reject,
      });
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

  #pumpSoon(): void {
    // Not at once: what else arrives in this turn of the event loop goes along.
    this.#flush ??= setImmediate(() => {
      this.#flush = undefined;
      this.#pump();
    });
  }

  /** Sends what can be sent: at most one batch a lane and one a partition. */
  #pump(): void {
    const now = performance.now();
    const ready = new Map<number, PartitionQueue[]>();
    for (const queue of this.#active) {
      if (queue.isInFlight || !queue.isWaiting) continue;
      if (queue.notBefore > now) {
        this.#retry.at(queue.notBefore);
        continue;
      }
      const leader = this.#transport.leaderOf(queue.topic, queue.partition);
      if (leader === undefined) {
        this.#refreshLeaders();
        continue;
      }
      const lane = this.#laneOf(leader);
      if (lane.busy) continue;
      if (lane.notBefore > now) {
        this.#retry.at(lane.notBefore);
        continue;
      }
      const queues = ready.get(leader);
      if (queues) queues.push(queue);
      else ready.set(leader, [queue]);
    }
    for (const [leader, queues] of ready) void this.#sendBatch(leader, queues);
  }

  #laneOf(leader: number): Lane {
    let lane = this.#lanes.get(leader);
    if (!lane) {
      lane = { busy: false, failures: 0, notBefore: 0 };
      this.#lanes.set(leader, lane);
    }
    return lane;
  }

  async #sendBatch(leader: number, queues: readonly PartitionQueue[]): Promise<void> {
    const batch = this.#takeBatch(queues);
    const lane = this.#laneOf(leader);
    lane.busy = true;
    const outcomes = await this.#transport.send(
      leader,
      batch.map(({ queue, pendings }) => ({
        topic: queue.topic,
        partition: queue.partition,
        records: pendings.map((pending) => pending.record),
      })),
    );
    lane.busy = false;
    batch.forEach(({ queue, pendings }, i) => {
      this.#land(queue, pendings, outcomes[i] as PartitionOutcome);
    });
    // The broker itself is in trouble when nothing went well.
    if (outcomes.some((outcome) => outcome.verdict === 'acked')) {
      lane.failures = 0;
    } else if (outcomes.every((outcome) => isTrouble(outcome.verdict))) {
      lane.failures += 1;
      lane.notBefore = performance.now() + backoffDelay(RETRY, lane.failures);
    }
    this.#pumpSoon();
  }

  #takeBatch(queues: readonly PartitionQueue[]): { queue: PartitionQueue; pendings: readonly Pending[] }[] {
    let { batchRecords: records, batchBytes: bytes } = this.#limits;
    const batch: { queue: PartitionQueue; pendings: readonly Pending[] }[] = [];
    for (const queue of queues) {
      if (records <= 0 || bytes <= 0) break;
      const limits: BatchLimits = { records, bytes: Math.min(bytes, MAX_PARTITION_BYTES) };
      // A record that is larger than a batch goes alone.
      const pendings = queue.take(limits, batch.length === 0);
      if (pendings.length === 0) continue;
      // To the end: the partitions that did not fit come first the next time.
      this.#active.delete(queue);
      this.#active.add(queue);
      batch.push({ queue, pendings });
      records -= pendings.length;
      for (const pending of pendings) bytes -= pending.bytes;
    }
    return batch;
  }

  #land(queue: PartitionQueue, pendings: readonly Pending[], outcome: PartitionOutcome): void {
    const { verdict, problem } = outcome;
    switch (verdict) {
      case 'acked': {
        queue.landed();
        queue.failures = 0;
        const { topic, partition } = queue;
        pendings.forEach((pending, i) => {
          if (this.#settle(pending)) {
            pending.resolve({ topic, partition, offset: outcome.baseOffset + BigInt(i) });
          }
        });
        break;
      }
      case 'too-large':
      case 'invalid':
        if (pendings.length === 1) this.#refuse(queue, pendings, verdict, problem);
        else this.#divide(queue, pendings);
        break;
      case 'refused':
        this.#refuse(queue, pendings, verdict, problem);
        break;
      default:
        this.#sendAgain(queue, pendings, verdict, problem);
    }
    if (queue.isIdle) this.#active.delete(queue);
  }

  #divide(queue: PartitionQueue, pendings: readonly Pending[]): void {
    const half = Math.ceil(pendings.length / 2);
    for (const pending of pendings) pending.together = half;
    queue.putBack();
  }

  #refuse(
    queue: PartitionQueue,
    pendings: readonly Pending[],
    verdict: ProduceVerdict,
    problem: Error | undefined,
  ): void {
    queue.landed();
    const where = `${queue.topic}/${queue.partition}`;
    for (const pending of pendings) {
      if (!this.#settle(pending)) continue;
      pending.reject(
        verdict === 'too-large'
          ? new RecordTooLargeError(
              `the broker refuses a record of ${pending.bytes} bytes for ${where}`,
              problem,
            )
          : new KafkaRefusedError(`the broker refuses a record for ${where}`, problem),
      );
    }
  }

  #sendAgain(
    queue: PartitionQueue,
    pendings: readonly Pending[],
    verdict: ProduceVerdict,
    problem: Error | undefined,
  ): void {
    for (const pending of pendings) {
      if (verdict === 'unknown') pending.written = 'unknown';
      pending.problem = problem;
    }
    queue.putBack();
    queue.failures += 1;
    queue.notBefore = performance.now() + backoffDelay(RETRY, queue.failures);
    if (verdict !== 'again') this.#refreshLeaders();
  }

  #refreshLeaders(): void {
    if (this.#refreshing) return;
    this.#refreshing = true;
    void this.#transport.refreshLeaders().then(() => {
      this.#refreshing = false;
      if (this.#active.size > 0) this.#pumpSoon();
    });
  }

  #expire(now: number): void {
    for (const queue of this.#active) {
      for (const pending of queue.takeExpired(now)) this.#giveUp(pending, pending.written);
      for (const pending of queue.expiredInFlight(now)) this.#giveUp(pending, 'unknown');
      if (queue.isIdle) this.#active.delete(queue);
      else this.#expiry.at(queue.nextDeadline());
    }
  }

  #giveUp(pending: Pending, written: 'no' | 'unknown'): void {
    if (!this.#settle(pending)) return;
    const { topic, partition } = pending.record;
    pending.reject(
      new KafkaUnavailableError(`no acknowledgement for ${topic}/${partition} in time`, {
        written,
        cause: pending.problem,
      }),
    );
  }

  /** Counts the record as answered, once. */
  #settle(pending: Pending): boolean {
    if (pending.settled) return false;
    pending.settled = true;
    this.#records -= 1;
    this.#bytes -= pending.bytes;
    if (this.#records === 0) this.#onIdle?.();
    return true;
  }
}

function isTrouble(verdict: ProduceVerdict): boolean {
  return verdict === 'unknown' || verdict === 'again' || verdict === 'moved';
}
