// Gathers records into requests. There is a lane for each leader: while one batch of a lane is under way the next one
// gathers, so that no timer is needed under load and a broker that hangs holds nobody else.
import { backoffDelay } from '@hopline/runtime/backoff';
import { EarliestTimer } from './earliest-timer.ts';
import type { ProduceVerdict } from './error-codes.ts';
import type { PartitionQueue, Pending } from './partition-queue.ts';
import type { Ack, OutgoingRecord } from './port.ts';
import type { PartitionRecords } from './produce-exchange.ts';
import { type BufferLimits, type OnFill, PublishBuffer } from './publish-buffer.ts';

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

export interface BatcherLimits extends BufferLimits {
  /** The most records in a request. */
  readonly batchRecords: number;
  /** The most bytes in a request, unless a single record has more. */
  readonly batchBytes: number;
  /**
   * How long a busy lane gathers before its next request, in milliseconds: what a request costs beside its records
   * (a write that wakes the broker, a reply, promises) is shared by more of them. 0 sends at once.
   */
  readonly gatherMs: number;
}

/** A lane is busy when its last request had as many records; with fewer, waiting would save next to nothing. */
const BUSY_RECORDS = 8;

/** The broker's limit of 1 MB (`max.message.bytes`) counts all records of a partition in a request. */
const MAX_PARTITION_BYTES = 900_000;
const RETRY = { initialMs: 50, maxMs: 400 };

interface Lane {
  busy: boolean;
  failures: number;
  notBefore: number;
}

interface Load {
  readonly queue: PartitionQueue;
  readonly pendings: readonly Pending[];
}

export class MicroBatcher {
  readonly #transport: BatchTransport;
  readonly #limits: BatcherLimits;
  readonly #buffer: PublishBuffer;
  readonly #lanes = new Map<number, Lane>();
  readonly #retry = new EarliestTimer(() => this.#pump());
  readonly #expiry = new EarliestTimer(() => this.#expire(performance.now()));
  #flush: NodeJS.Immediate | undefined;
  #refreshing = false;

  constructor(transport: BatchTransport, limits: BatcherLimits, onFill: OnFill = () => {}) {
    this.#transport = transport;
    this.#limits = limits;
    this.#buffer = new PublishBuffer(limits, onFill);
  }

  load(): { records: number; bytes: number } {
    return this.#buffer.load;
  }

  /**
   * Takes the records, all or none; each has its own answer.
   * @throws {PublisherFullError} when there is no room for all of them; none was taken
   */
  addEach(records: readonly OutgoingRecord[], timeoutMs: number): Promise<PromiseSettledResult<Ack>[]> {
    const deadline = performance.now() + timeoutMs;
    const answers = this.#buffer.addEach(records, deadline);
    this.#expiry.at(deadline);
    this.#pumpSoon();
    return answers;
  }

  /**
   * Takes one record.
   * @throws {PublisherFullError} when there is no room for it
   */
  addOne(record: OutgoingRecord, timeoutMs: number): Promise<Ack> {
    const deadline = performance.now() + timeoutMs;
    const answer = this.#buffer.addOne(record, deadline);
    this.#expiry.at(deadline);
    this.#pumpSoon();
    return answer;
  }

  /** Resolves when every record has its answer; once `deadline` aborts, the rest is rejected. */
  async drain(deadline: AbortSignal): Promise<void> {
    if (!this.#buffer.isEmpty && !deadline.aborted) {
      await new Promise<void>((resolve) => {
        this.#buffer.onEmpty(resolve);
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    this.#expire(Number.POSITIVE_INFINITY);
    clearImmediate(this.#flush);
    this.#retry.clear();
    this.#expiry.clear();
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
    for (const queue of this.#buffer.active) {
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
    const loads = this.#takeBatch(queues);
    const lane = this.#laneOf(leader);
    lane.busy = true;
    const outcomes = await this.#transport.send(
      leader,
      loads.map(({ queue, pendings }) => ({
        topic: queue.topic,
        partition: queue.partition,
        records: pendings.map((pending) => pending.record),
      })),
    );
    lane.busy = false;
    loads.forEach((load, i) => {
      this.#land(load, outcomes[i] as PartitionOutcome);
    });
    if (outcomes.every(({ verdict }) => isTrouble(verdict))) {
      // Not a matter of one partition: the broker itself gets a pause.
      lane.failures += 1;
      lane.notBefore = performance.now() + backoffDelay(RETRY, lane.failures);
    } else {
      lane.failures = 0;
      lane.notBefore = this.#endOfGathering(loads);
    }
    this.#pumpSoon();
  }

  /** When a lane that has just had the answer for `loads` may send again. */
  #endOfGathering(loads: readonly Load[]): number {
    const { gatherMs, batchRecords } = this.#limits;
    const sent = loads.reduce((sum, { pendings }) => sum + pendings.length, 0);
    // A full request was sent: there is nothing to be gained by a larger one.
    if (gatherMs === 0 || sent < BUSY_RECORDS || sent >= batchRecords) return 0;
    return performance.now() + gatherMs;
  }

  #takeBatch(queues: readonly PartitionQueue[]): Load[] {
    let { batchRecords: records, batchBytes: bytes } = this.#limits;
    const loads: Load[] = [];
    for (const queue of queues) {
      if (records <= 0 || bytes <= 0) break;
      const limits = { records, bytes: Math.min(bytes, MAX_PARTITION_BYTES) };
      // A record that is larger than a batch goes alone.
      const pendings = queue.take(limits, loads.length === 0);
      if (pendings.length === 0) continue;
      this.#buffer.served(queue);
      loads.push({ queue, pendings });
      records -= pendings.length;
      for (const pending of pendings) bytes -= pending.bytes;
    }
    return loads;
  }

  #land({ queue, pendings }: Load, { verdict, baseOffset, problem }: PartitionOutcome): void {
    switch (verdict) {
      case 'acked':
        queue.landed();
        queue.failures = 0;
        this.#buffer.acknowledge(queue, pendings, baseOffset);
        break;
      case 'too-large':
      case 'invalid':
        if (pendings.length > 1) {
          divide(queue, pendings);
          break;
        }
        queue.landed();
        this.#buffer.refuse(queue, pendings, verdict === 'too-large', problem);
        break;
      case 'refused':
        queue.landed();
        this.#buffer.refuse(queue, pendings, false, problem);
        break;
      default:
        this.#sendAgain(queue, pendings, verdict, problem);
    }
    this.#buffer.release(queue);
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
      if (!this.#buffer.isEmpty) this.#pumpSoon();
    });
  }

  #expire(now: number): void {
    const next = this.#buffer.expire(now);
    if (Number.isFinite(next)) this.#expiry.at(next);
  }
}

/** One of them is at fault, none was written: they go again in halves, and so on until it stands alone. */
function divide(queue: PartitionQueue, pendings: readonly Pending[]): void {
  const half = Math.ceil(pendings.length / 2);
  for (const pending of pendings) pending.together = half;
  queue.putBack();
}

function isTrouble(verdict: ProduceVerdict): boolean {
  return verdict === 'unknown' || verdict === 'again' || verdict === 'moved';
}
