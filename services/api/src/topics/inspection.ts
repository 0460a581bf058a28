// The one connection over which a process looks into Kafka for administrators: made when somebody asks, closed when nobody does.
import {
  KafkaProtocolError,
  KafkaRefusedError,
  KafkaUnavailableError,
  TopicMissingError,
} from '@hopline/kafka/errors';
import type { KafkaInspector } from '@hopline/kafka/inspector-port';
import { LifecycleError } from '@hopline/runtime/errors';
import { raceSignal } from '@hopline/runtime/wait';
import { takeTurns } from '../auth/take-turns.ts';
import { TopicsBusyError, TopicsRefusedError, TopicsUnavailableError } from '../console-errors.ts';
import { ApiError } from '../errors.ts';
import { TopicNotFoundError } from '../resource-errors.ts';

export interface Inspection {
  /**
   * Runs a task that only looks.
   * @throws {TopicsBusyError} too many others ask
   * @throws {TopicsUnavailableError} there was no answer in time
   * @throws {TopicsRefusedError} Kafka refuses, or holds what cannot be read
   * @throws {TopicNotFoundError} a topic that does not exist
   * @throws {ApiError} whatever of them the task throws
   */
  ask<T>(task: (kafka: KafkaInspector) => Promise<T>): Promise<T>;
  /** Ends the connection, and what is under way. */
  stop(): Promise<void>;
}

export interface InspectionOptions {
  readonly connect: () => Promise<KafkaInspector>;
  /** For how long one asks, from its request on, in milliseconds. */
  readonly patienceMs?: number;
  /** After how long without anybody the connection is closed, in milliseconds: the lag is looked up every 5 s. */
  readonly idleMs?: number;
}

/** At once, and waiting for that. What is beyond is refused. */
const AT_ONCE = 4;
const MAX_WAITING = 16;

export function createInspection({
  connect,
  patienceMs = 5000,
  idleMs = 15_000,
}: InspectionOptions): Inspection {
  const turns = takeTurns(AT_ONCE, MAX_WAITING);
  const stopping = new AbortController();
  let connection: Promise<KafkaInspector> | undefined;
  let asking = 0;
  let answered = 0;
  let idle: NodeJS.Timeout | undefined;

  async function disconnect(of: Promise<KafkaInspector> | undefined): Promise<void> {
    if (of === connection) connection = undefined;
    await of?.then((kafka) => kafka.close()).catch(() => {});
  }

  async function askNow<T>(task: (kafka: KafkaInspector) => Promise<T>, until: AbortSignal): Promise<T> {
    if (until.aborted) throw new TopicsUnavailableError(until.reason);
    asking += 1;
    clearTimeout(idle);
    connection ??= connect();
    const mine = connection;
    const before = answered;
    try {
      const answer = await raceSignal(mine.then(task), until);
      answered += 1;
      return answer;
    } catch (error) {
      const problem = problemOf(error);
      const isLost = !(problem instanceof ApiError) || problem instanceof TopicsUnavailableError;
      // What still waits for an answer would wait on; the next one begins with a connection that is known to be good. While
      // others are answered it is: one broker is away, or one leader.
      if (isLost && answered === before) void disconnect(mine);
      throw problem;
    } finally {
      asking -= 1;
      if (asking === 0 && !stopping.signal.aborted) {
        idle = setTimeout(() => void disconnect(connection), idleMs);
        idle.unref();
      }
    }
  }

  return {
    async ask(task) {
      const until = AbortSignal.any([stopping.signal, AbortSignal.timeout(patienceMs)]);
      const answer = turns.run(() => askNow(task, until));
      if (!answer) throw new TopicsBusyError();
      return await answer;
    },
    async stop() {
      stopping.abort(new LifecycleError('the service was stopped'));
      clearTimeout(idle);
      await disconnect(connection);
    },
  };
}

/** What an answer says of it; an error that nobody expected stays as it is. */
function problemOf(error: unknown): unknown {
  if (error instanceof TopicMissingError) return new TopicNotFoundError();
  if (error instanceof KafkaRefusedError || error instanceof KafkaProtocolError)
    return new TopicsRefusedError(error.message, error);
  const isLate = error instanceof DOMException && error.name === 'TimeoutError';
  if (isLate || error instanceof KafkaUnavailableError || error instanceof LifecycleError)
    return new TopicsUnavailableError(error);
  return error;
}
