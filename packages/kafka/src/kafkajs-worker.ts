// A member of a consumer group for as long as the process lives: one session after the other, with a back-off between.
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { raceSignal, sleep } from '@hopline/runtime/wait';
import type { Counter } from '@hopline/telemetry/metrics';
import type { TopicLag } from '@hopline/telemetry/metrics/kafka';
import { existingTopics } from './admin.ts';
import type { Assignment } from './assignment.ts';
import { KafkaCluster } from './cluster.ts';
import { isFatalCrash } from './consumer-crash.ts';
import { ConsumerSession } from './consumer-session.ts';
import { ConsumerFailedError, KafkaUnavailableError } from './errors.ts';
import type { KafkaConnectionOptions } from './kafkajs-client.ts';
import type { KafkaLog } from './log.ts';
import { PartitionIntake } from './partition-intake.ts';
import type { Worker, WorkerOptions } from './port.ts';
import { StallWatch } from './stall-watch.ts';
import { lagByTopic } from './topic-lag.ts';
import { EndWatch, LOOK_EVERY_MS } from './watch-ends.ts';

export interface KafkajsWorkerOptions extends KafkaConnectionOptions, WorkerOptions {
  /** After how long without a heartbeat the group gives this member's partitions to others; default 30,000 ms. */
  readonly sessionTimeoutMs?: number;
}

const DEFAULTS = {
  ...{ maxUnfinished: 1000, maxWaitMs: 250, commitIntervalMs: 200 },
  ...{ sessionTimeoutMs: 30_000, stallMs: 60_000 },
};
const RESTART = { initialMs: 200, maxMs: 2000 };
/** Without an answer to a fetch for this long, the worker is not healthy: a fetch may take 10 s. */
const FETCH_PATIENCE_MS = 15_000;
/** How long the first join of a group is tried. */
const JOIN_PATIENCE_MS = 20_000;
/** How long the last commits of a worker that stops and its leaving of the group may take, together. */
const FAREWELL_MS = 3000;
/** The part of it that is kept for the leaving: who goes without a word holds its partitions for a session time-out. */
const LEAVING_MS = 1000;

export function createKafkajsWorker(options: KafkajsWorkerOptions, log: KafkaLog): Worker {
  return new KafkajsWorker(options, log);
}

class KafkajsWorker implements Worker {
  readonly name: string;
  readonly failed: Promise<never>;
  readonly #options: KafkajsWorkerOptions & typeof DEFAULTS;
  readonly #log: KafkaLog;
  readonly #stopping = new AbortController();
  readonly #stall: StallWatch;
  #fail: (error: Error) => void = () => {};
  #session: ConsumerSession | undefined;
  #problem: string | undefined = 'not started';
  #restarts = 0;
  #lastSign = performance.now();
  #lastFetch = performance.now();
  #timers: NodeJS.Timeout[] = [];
  readonly #rebalances: Counter | undefined;
  readonly #ends: EndWatch | undefined;
  #onFinished: () => void = () => {};
  #started: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: KafkajsWorkerOptions, log: KafkaLog) {
    this.name = `kafka worker ${options.groupId}`;
    this.#options = {
      ...options,
      maxUnfinished: options.maxUnfinished ?? DEFAULTS.maxUnfinished,
      maxWaitMs: options.maxWaitMs ?? DEFAULTS.maxWaitMs,
      commitIntervalMs: options.commitIntervalMs ?? DEFAULTS.commitIntervalMs,
      sessionTimeoutMs: options.sessionTimeoutMs ?? DEFAULTS.sessionTimeoutMs,
      stallMs: options.stallMs ?? DEFAULTS.stallMs,
    };
    this.#stall = new StallWatch(this.#options.stallMs);
    this.#log = log;
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
    if (options.metrics) {
      this.#rebalances = options.metrics.addConsumer(options.groupId, () => this.#lag());
      const owned = () => this.#session?.assignment?.intakes ?? [];
      this.#ends = new EndWatch(new KafkaCluster(options, log), owned, log);
    }
  }

  /** @throws {TopicMissingError | KafkaUnavailableError | ConsumerFailedError} */
  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Takes at most 3 s longer than until `deadline` aborts, whatever Kafka does. */
  stop(deadline: AbortSignal): Promise<void> {
    this.#stopped ??= this.#stop(deadline);
    return this.#stopped;
  }

  health(): string | undefined {
    if (this.#problem) return this.#problem;
    const silence = performance.now() - this.#lastFetch;
    if (silence > FETCH_PATIENCE_MS) return `no fetch was answered for ${Math.round(silence / 1000)} s`;
    const intakes = this.#session?.assignment?.intakes ?? [];
    for (const { handlerProblem } of intakes) if (handlerProblem) return handlerProblem;
    return this.#stall.problem(this.#inHand());
  }

  async #start(): Promise<void> {
    await this.#checkTopics();
    await this.#join();
    const { commitIntervalMs, sessionTimeoutMs } = this.#options;
    this.#timers = [
      setInterval(() => void this.#session?.assignment?.commit(), commitIntervalMs),
      setInterval(() => this.#watch(2 * sessionTimeoutMs), Math.min(1000, sessionTimeoutMs)),
      setInterval(() => void this.#ends?.look(), LOOK_EVERY_MS),
    ];
  }

  /** A group's coordinator may still be loading when the broker itself already answers: that passes. */
  async #join(): Promise<void> {
    const giveUpAt = performance.now() + JOIN_PATIENCE_MS;
    for (let failures = 1; ; failures += 1) {
      try {
        return await this.#openSession();
      } catch (error) {
        if (this.#stopping.signal.aborted) throw this.#stopping.signal.reason;
        const message = `could not join the group ${this.#options.groupId}`;
        if (isFatalCrash(error)) throw new ConsumerFailedError(message, error);
        if (performance.now() > giveUpAt) {
          throw new KafkaUnavailableError(message, { written: 'no', cause: error });
        }
        await sleep(backoffDelay(RESTART, failures), this.#stopping.signal);
      }
    }
  }

  async #checkTopics(): Promise<void> {
    const cluster = new KafkaCluster(this.#options, this.#log);
    const close = () => cluster.close();
    this.#stopping.signal.addEventListener('abort', close, { once: true });
    try {
      existingTopics(await cluster.readMetadata(this.#options.topics));
    } finally {
      this.#stopping.signal.removeEventListener('abort', close);
      close();
    }
  }

  async #openSession(): Promise<void> {
    this.#stopping.signal.throwIfAborted();
    this.#lastSign = performance.now();
    let isOpen = false;
    let early: Error | undefined;
    const session = new ConsumerSession(
      { ...this.#options, memberId: this.#session?.memberId },
      {
        intakeFor: (at, control) =>
          new PartitionIntake(at, {
            control,
            onRecords: (records, owner) => {
              if (this.#inHand() <= records.length) this.#stall.moved();
              this.#options.onRecords(records, owner);
            },
            maxUnfinished: this.#options.maxUnfinished,
            waitMs: this.#options.waitMsOf?.(at.topic) ?? 0,
            log: this.#log,
            onFinished: () => {
              this.#stall.moved();
              this.#onFinished();
            },
          }),
        onAssigned: (assignment) => this.#assigned(assignment),
        onJoined: () => this.#rebalances?.inc(),
        onSignOfLife: () => {
          this.#lastSign = performance.now();
        },
        onFetch: () => {
          this.#lastFetch = performance.now();
          this.#restarts = 0;
        },
        onCrash: (error) => {
          // Until it is open, its start tells.
          if (isOpen) void this.#crashed(session, error);
          else early = error;
        },
      },
      this.#log,
    );
    this.#session = session;
    try {
      await session.start();
      if (early) throw early;
      isOpen = true;
      this.#problem = undefined;
      this.#lastFetch = performance.now();
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  #lag(): readonly TopicLag[] {
    return lagByTopic(this.#options.topics, this.#session?.assignment?.intakes ?? []);
  }

  #assigned(assignment: Assignment): void {
    const owned = assignment.intakes;
    if (this.#stopping.signal.aborted) {
      for (const intake of owned) intake.stopTaking();
      // What it had before is the others' by now: nothing is left to wait for.
      this.#onFinished();
      return;
    }
    const partitions = owned.map(({ topic, partition }) => `${topic}/${partition}`);
    this.#log.info({ group: this.#options.groupId, partitions }, 'partitions.assigned');
    this.#options.onAssigned?.(owned);
  }

  async #crashed(session: ConsumerSession, crash: Error): Promise<void> {
    if (this.#session !== session || this.#stopping.signal.aborted) return;
    const { groupId } = this.#options;
    let error: unknown = crash;
    while (!isFatalCrash(error)) {
      this.#restarts += 1;
      this.#options.metrics?.disconnects.inc();
      const retry_ms = backoffDelay(RESTART, this.#restarts);
      this.#problem = describeError(error);
      this.#log.warn({ group: groupId, problem: this.#problem, retry_ms }, 'consumer.lost');
      try {
        await this.#session.close();
        await sleep(retry_ms, this.#stopping.signal);
        return await this.#openSession();
      } catch (again) {
        if (this.#stopping.signal.aborted) return;
        error = again;
      }
    }
    this.#problem = describeError(error);
    this.#fail(new ConsumerFailedError(`the consumer of group ${groupId} has failed`, error));
  }

  /** kafkajs has been seen to hang for good without a word; only a new process is sure to help. */
  #watch(patienceMs: number): void {
    const silence = performance.now() - this.#lastSign;
    if (silence <= patienceMs) return;
    const seconds = Math.round(silence / 1000);
    this.#problem = `no sign of life from the consumer for ${seconds} s`;
    this.#fail(new ConsumerFailedError(`${this.#options.groupId}: ${this.#problem}`));
  }

  async #stop(deadline: AbortSignal): Promise<void> {
    this.#stopping.abort(new KafkaUnavailableError('the worker was stopped', { written: 'no' }));
    // A start that is under way gives up by itself, but it may have to wait for time-outs of the client.
    if (this.#started) await raceSignal(this.#started, deadline).catch(() => {});
    this.#problem = 'stopped';
    this.#ends?.close();
    const session = this.#session;
    if (!session) return;
    // First no more records, then the unfinished ones, then their offsets; only then out of the group, after which
    // kafkajs could not commit.
    for (const intake of session.assignment?.intakes ?? []) intake.stopTaking();
    await this.#drained(session, deadline);
    for (const timer of this.#timers) clearInterval(timer);
    const farewell = AbortSignal.timeout(FAREWELL_MS);
    await this.#commitLast(session, AbortSignal.timeout(FAREWELL_MS - LEAVING_MS));
    await session.close(farewell);
  }

  #inHand(): number {
    return this.#session?.assignment?.inHand() ?? 0;
  }

  async #drained(session: ConsumerSession, deadline: AbortSignal): Promise<void> {
    const { groupId, handOverMs } = this.#options;
    const inHand = () => session.assignment?.inHand() ?? 0;
    if (inHand() === 0 || deadline.aborted) return;
    const end =
      handOverMs === undefined ? deadline : AbortSignal.any([deadline, AbortSignal.timeout(handOverMs)]);
    await new Promise<void>((resolve) => {
      end.addEventListener('abort', () => resolve(), { once: true });
      this.#onFinished = () => {
        if (inHand() === 0) resolve();
      };
    });
    const left = inHand();
    if (left === 0) return;
    if (deadline.aborted) this.#log.warn({ group: groupId, records: left }, 'worker.cut_short');
    else this.#log.info({ group: groupId, records: left }, 'worker.handed_over');
  }

  async #commitLast(session: ConsumerSession, end: AbortSignal): Promise<void> {
    while (session.assignment?.isBehind && !end.aborted) {
      await raceSignal(session.assignment.commit(), end).catch(() => {});
      if (session.assignment?.isBehind) await sleep(100, end).catch(() => {});
    }
  }
}
