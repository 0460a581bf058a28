// One kafkajs consumer from its start to its end. It is never run again after it has crashed or stopped: kafkajs keeps
// state and connections of before, and consumers that were run twice have been seen stuck or assigned twice.
import { raceSignal } from '@hopline/runtime/wait';
import kafkajs, { type Consumer, type ConsumerGroupJoinEvent, type EachBatchPayload } from 'kafkajs';
import { Assignment, type Commit } from './assignment.ts';
import { ConsumerFailedError, KafkaUnavailableError } from './errors.ts';
import { createConsumerClient, type KafkaConnectionOptions } from './kafkajs-client.ts';
import type { FetchedBatch } from './kafkajs-internals.ts';
import type { KafkaLog } from './log.ts';
import { continueMember } from './member-override.ts';
import type { PartitionControl, PartitionIntake } from './partition-intake.ts';
import { receivedRecord } from './received-record.ts';
import { watchFetches } from './watch-fetches.ts';

export interface SessionOptions extends KafkaConnectionOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly maxWaitMs: number;
  readonly sessionTimeoutMs: number;
  /** The member of the group that this continues, after a crash. */
  readonly memberId?: string | undefined;
}

export interface SessionEvents {
  /** Makes the intake of a partition that is owned from now on. */
  readonly intakeFor: (
    at: { topic: string; partition: number },
    control: PartitionControl,
  ) => PartitionIntake;
  readonly onAssigned: (assignment: Assignment) => void;
  /** It has joined the group, anew or once more, and was given its partitions. */
  readonly onJoined: () => void;
  /** It does something: it tries, is answered, or gives up. */
  readonly onSignOfLife: () => void;
  /** A fetch was answered. */
  readonly onFetch: () => void;
  /** It consumes no more, and was not asked to stop. */
  readonly onCrash: (error: Error) => void;
}

/** One fetch is at most this in memory, raw; decoded it is a few times as much. */
const MAX_FETCH_BYTES = 4 * 1024 * 1024;
const MAX_PARTITION_FETCH_BYTES = 512 * 1024;
/**
 * A member learns by a heartbeat that its group assigns its partitions anew, and until the last one has learnt it nobody
 * reads them: each member that comes or goes costs the whole group this time.
 */
const HEARTBEAT_INTERVAL_MS = 500;
const REBALANCE_TIMEOUT_MS = 60_000;
/** kafkajs can hang here with requests under way. */
const DISCONNECT_PATIENCE_MS = 3000;

export class ConsumerSession {
  readonly #consumer: Consumer;
  readonly #options: SessionOptions;
  readonly #events: SessionEvents;
  readonly #log: KafkaLog;
  #assignment: Assignment | undefined;
  #memberId: string | undefined;
  #starting: Promise<void> | undefined;
  #isOver = false;
  #failStart: (error: Error) => void = () => {};

  constructor(options: SessionOptions, events: SessionEvents, log: KafkaLog) {
    this.#options = options;
    this.#memberId = options.memberId;
    this.#events = events;
    this.#log = log;
    this.#consumer = createConsumerClient(options, log).consumer({
      groupId: options.groupId,
      sessionTimeout: options.sessionTimeoutMs,
      heartbeatInterval: Math.min(HEARTBEAT_INTERVAL_MS, options.sessionTimeoutMs / 4),
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: options.maxWaitMs,
      maxBytes: MAX_FETCH_BYTES,
      maxBytesPerPartition: MAX_PARTITION_FETCH_BYTES,
      allowAutoTopicCreation: false,
      partitionAssigners: [
        (config) => {
          const assigner = kafkajs.PartitionAssigners.roundRobin(config);
          if (options.memberId !== undefined) continueMember(assigner, options.memberId);
          watchFetches(assigner, (batches) => this.#noteFetched(batches));
          return assigner;
        },
      ],
      // The worker makes a new session instead.
      retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 5, restartOnFailure: async () => false },
    });
  }

  get assignment(): Assignment | undefined {
    return this.#assignment;
  }

  /** The member of the group that it is, or would be. */
  get memberId(): string | undefined {
    return this.#memberId;
  }

  /** Resolves when this is a member of the group; rejects with kafkajs's error when it cannot become one. */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const joined = new Promise<void>((resolve, reject) => {
      this.#failStart = reject;
      this.#listen(resolve);
    });
    joined.catch(() => {});
    await this.#consumer.connect();
    this.#refuseWhenOver();
    // Also where the group's offset is out of range: nothing is passed over unseen.
    await this.#consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true });
    this.#refuseWhenOver();
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => this.#guard('eachBatch', () => this.#take(payload)),
    });
    await joined;
    this.#refuseWhenOver();
  }

  /** Closed while it started: going on would leave a member in the group that takes nothing. */
  #refuseWhenOver(): void {
    if (this.#isOver) throw new KafkaUnavailableError('the session was closed', { written: 'no' });
  }

  /**
   * Leaves the group, as far as it can be reached before `patience` aborts (default: within 3 s). What is under way
   * then goes on by itself.
   */
  async close(patience: AbortSignal = AbortSignal.timeout(DISCONNECT_PATIENCE_MS)): Promise<void> {
    this.#isOver = true;
    this.#endAssignment();
    await raceSignal(this.#leave(), patience).catch(() => {});
  }

  async #leave(): Promise<void> {
    // kafkajs forgets a consumer that is stopped while it joins, and lets it join all the same: the group would keep a
    // member that nobody can stop any more.
    await this.#starting?.catch(() => {});
    await this.#consumer.disconnect();
  }

  #listen(onJoined: () => void): void {
    const { events } = this.#consumer;
    const consumer = this.#consumer;
    const alive = () => this.#events.onSignOfLife();
    // Also in an outage: as long as it tries and gives up, it is not stuck.
    for (const sign of [
      events.HEARTBEAT,
      events.CONNECT,
      events.FETCH_START,
      events.REQUEST_TIMEOUT,
    ] as const) {
      consumer.on(sign, alive);
    }
    const { metrics } = this.#options;
    if (metrics) {
      consumer.on(events.REQUEST, ({ payload }) => metrics.countRequest(payload.apiName));
      consumer.on(events.REQUEST_TIMEOUT, () => metrics.requestTimeouts.inc());
    }
    consumer.on(events.FETCH, () => {
      alive();
      this.#events.onFetch();
    });
    consumer.on(events.REBALANCING, () =>
      this.#guard('rebalancing', () => {
        alive();
        // Ahead of the join that follows: the coordinator still takes it.
        void this.#assignment?.commitNow();
        this.#endAssignment();
      }),
    );
    consumer.on(events.GROUP_JOIN, (event) =>
      this.#guard('group join', () => {
        alive();
        this.#events.onJoined();
        this.#begin(event);
        onJoined();
      }),
    );
    // It leaves the group before it says that it has crashed.
    consumer.on(events.STOP, () => this.#guard('stop', () => this.#endAssignment()));
    consumer.on(events.CRASH, ({ payload }) =>
      this.#guard('crash', () => {
        this.#endAssignment();
        this.#crash(payload.error);
      }),
    );
  }

  #begin({ payload }: ConsumerGroupJoinEvent): void {
    // Not every join is announced: after a moved leader there is no event before this one.
    this.#endAssignment();
    this.#memberId = payload.memberId;
    if (this.#isOver) return;
    const intakes = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => this.#intake({ topic, partition })),
    );
    this.#assignment = new Assignment(intakes, this.#log);
    this.#events.onAssigned(this.#assignment);
  }

  #intake(at: { topic: string; partition: number }): PartitionIntake {
    const { topic, partition } = at;
    const consumer = this.#consumer;
    const control: PartitionControl = {
      pause: () => consumer.pause([{ topic, partitions: [partition] }]),
      resume: () => consumer.resume([{ topic, partitions: [partition] }]),
      seek: (offset) => consumer.seek({ topic, partition, offset: offset.toString() }),
    };
    // kafkajs remembers what was paused in an assignment before.
    control.resume();
    return this.#events.intakeFor(at, control);
  }

  #noteFetched(batches: readonly FetchedBatch[]): void {
    for (const { topic, partition, fetchedOffset, highWatermark } of batches) {
      this.#assignment?.intakeOf(topic, partition)?.lag.fetched(fetchedOffset, highWatermark);
    }
  }

  #take({ batch, resolveOffset, isStale, commitOffsetsIfNecessary }: EachBatchPayload): void {
    const { topic, partition } = batch;
    const assignment = this.#assignment;
    let intake = assignment?.intakeOf(topic, partition);
    // What is not resolved is fetched again from where it should be.
    if (!assignment || !intake || isStale()) return;
    const records = batch.messages.map((message) => receivedRecord(topic, partition, message));
    const last = records.at(-1);
    if (!last) return;
    const from = BigInt((batch as unknown as FetchedBatch).fetchedOffset);
    const fetched = { from, next: BigInt(batch.lastOffset()) + 1n, records };
    if (intake.isRewoundBy(fetched)) {
      this.#log.warn({ topic, partition, offset: from.toString() }, 'partition.rewound');
      intake = this.#intake({ topic, partition });
      assignment.replace(intake);
      this.#events.onAssigned(assignment);
    }
    assignment.begins(intake, from, commitOffsetsIfNecessary as Commit);
    // Resolved before the hand-over, in which a handler may send the partition back.
    if (intake.take(fetched)) resolveOffset(last.offset.toString());
    intake.handOver();
  }

  #endAssignment(): void {
    this.#assignment?.end();
    this.#assignment = undefined;
  }

  /** No exception may reach kafkajs, which would stop consuming for some and loop without a pause for others. */
  #guard(where: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#log.error({ err: error, where }, 'consumer.failed');
      this.#crash(new ConsumerFailedError(`an exception in ${where}`, error));
    }
  }

  #crash(error: Error): void {
    this.#failStart(error);
    if (this.#isOver) return;
    this.#isOver = true;
    this.#events.onCrash(error);
  }
}
