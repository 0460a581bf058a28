// How far the hops are behind, for administrators: looked up every five seconds while one looks, over a connection of its own
// that is closed when the last has gone.
import { lagOf } from '@hopline/kafka/group-lag';
import type { KafkaInspector } from '@hopline/kafka/inspector-port';
import { type ReadGroup, type ReadGroupTopic, readGroups } from '@hopline/kafka/read-groups';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import type { GroupNames, TopicNames } from '@hopline/wire/topics';

/** What is known of the lag; without groups when Kafka did not say. */
export interface LagReading {
  readonly at: Date;
  readonly groups: readonly ReadGroup[] | undefined;
}

export interface LagWatch {
  /** Tells of every look, until what this gives is called. */
  follow(onReading: (reading: LagReading) => void): () => void;
  stop(): Promise<void>;
}

const INTERVAL_MS = 5000;

export function createLagWatch({
  connect,
  names,
  log,
}: {
  readonly connect: () => Promise<KafkaInspector>;
  readonly names: { readonly topics: TopicNames; readonly groups: GroupNames };
  readonly log: Pick<Logger, 'warn'>;
}): LagWatch {
  const listeners = new Set<(reading: LagReading) => void>();
  let kafka: KafkaInspector | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let stopped = false;
  let latest: LagReading | undefined;

  async function look(): Promise<void> {
    try {
      kafka ??= await connect();
      latest = { at: new Date(), groups: await readGroups(kafka, names) };
    } catch (error) {
      // Once, not every five seconds.
      if (!latest || latest.groups) log.warn({ problem: describeError(error) }, 'live.lag_unknown');
      latest = { at: new Date(), groups: undefined };
      // The next look begins with a connection that is known to be good.
      await disconnect();
    }
    for (const tell of listeners) tell(latest);
  }

  async function round(): Promise<void> {
    looking = look();
    await looking;
    looking = undefined;
    timer = undefined;
    if (stopped || listeners.size === 0) {
      latest = undefined;
      await disconnect();
    } else schedule(INTERVAL_MS);
  }

  function schedule(ms: number): void {
    if (stopped || timer) return;
    timer = setTimeout(round, ms);
    timer.unref();
  }

  async function disconnect(): Promise<void> {
    const closing = kafka;
    kafka = undefined;
    await closing?.close().catch(() => {});
  }

  return {
    follow(onReading) {
      listeners.add(onReading);
      if (latest) onReading(latest);
      schedule(0);
      return () => listeners.delete(onReading);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      await disconnect();
    },
  };
}

/** A reading as a stream has it. */
export function printLag({ at, groups }: LagReading): object {
  return {
    at,
    groups:
      groups?.map(({ groupId, state, members, topics }) => ({
        group: groupId,
        state,
        members: members.length,
        topics: topics.map((topic) => printTopic(topic, at.getTime())),
      })) ?? null,
  };
}

function printTopic(topic: ReadGroupTopic, nowMs: number): object {
  const { records, lateMs, nextDueMs } = lagOf(topic, nowMs);
  return {
    topic: topic.topic,
    delay_ms: topic.delayMs,
    exists: topic.exists,
    partitions: topic.partitions.length,
    lag: Number(records),
    late_ms: Math.round(lateMs),
    next_due_at: nextDueMs === undefined ? null : new Date(nextDueMs),
  };
}
