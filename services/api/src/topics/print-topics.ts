// Topics and groups as answers have them. Pure.
import { lagOf } from '@hopline/kafka/group-lag';
import type { ReadGroup, ReadGroupTopic } from '@hopline/kafka/read-groups';
import { bytesOf, type ReadTopic, recordsOf } from '@hopline/kafka/read-topics';
import { copiesOf, isUnderReplicated, replicaProblems } from '@hopline/kafka/topic-copies';
import type { TopicPurpose } from '@hopline/wire/topic-purposes';

/** The settings of a topic that are read, by Kafka's own names. */
export const TOPIC_SETTINGS = [
  'retention.ms',
  'retention.bytes',
  'min.insync.replicas',
  'max.message.bytes',
  'message.timestamp.type',
  'cleanup.policy',
  'compression.type',
] as const;

export interface KnownTopic extends TopicPurpose {
  /** The group that reads it; undefined for none. */
  readonly groupId: string | undefined;
}

/** A topic in a list. */
export function printTopic(known: KnownTopic, { found, partitions }: ReadTopic): object {
  const retention = found?.config.get('retention.ms');
  return {
    ...printPurpose(known),
    exists: found !== undefined,
    partitions: partitions.length,
    replication_factor: copiesOf(partitions),
    retention_ms: retention ? Number(retention) : null,
    records: Number(recordsOf(partitions)),
    bytes: (found && bytesOf(partitions)) ?? null,
    under_replicated: partitions.filter(isUnderReplicated).length,
    problems: found ? replicaProblems(found) : ['it does not exist: run the migrate job'],
  };
}

/** A topic by itself. */
export function printWholeTopic(
  known: KnownTopic,
  { found, partitions }: ReadTopic & { readonly found: NonNullable<ReadTopic['found']> },
): object {
  return {
    ...printPurpose(known),
    records: Number(recordsOf(partitions)),
    bytes: bytesOf(partitions) ?? null,
    problems: replicaProblems(found),
    config: Object.fromEntries(TOPIC_SETTINGS.map((name) => [name, found.config.get(name) ?? null])),
    partitions: partitions.map(({ partition, leader, replicas, inSync, first, end, bytes }) => ({
      ...{ partition, leader: leader ?? null, replicas, in_sync: inSync },
      ...{ first_offset: printOffset(first), end_offset: printOffset(end), bytes: bytes ?? null },
    })),
  };
}

function printPurpose({ topic, shortName, kind, delayMs, groupId }: KnownTopic): object {
  return { name: topic, short_name: shortName, kind, delay_ms: delayMs ?? null, group: groupId ?? null };
}

/** A group in a list. */
export function printGroup({ groupId, state, members, topics }: ReadGroup, nowMs: number): object {
  return {
    ...{ group: groupId, state, members: members.length },
    topics: topics.map((topic) => ({
      ...printLag(topic, nowMs),
      partitions: topic.partitions.length,
    })),
  };
}

/** A group by itself. */
export function printWholeGroup({ groupId, state, members, topics }: ReadGroup, nowMs: number): object {
  return {
    ...{ group: groupId, state },
    members: members.map(({ id, clientId, host, partitions }) => ({
      ...{ id, client_id: clientId, host, partitions },
    })),
    topics: topics.map((topic) => ({
      ...printLag(topic, nowMs),
      partitions: topic.partitions.map(({ partition, committed, end, lag, oldestMs }) => ({
        ...{ partition, committed_offset: printOffset(committed), end_offset: printOffset(end) },
        lag: lag === undefined ? null : Number(lag),
        oldest_at: oldestMs === undefined ? null : printTime(oldestMs),
      })),
    })),
  };
}

function printLag(topic: ReadGroupTopic, nowMs: number): object {
  const { records, offline, lateMs, nextDueMs } = lagOf(topic, nowMs);
  return {
    topic: topic.topic,
    delay_ms: topic.delayMs,
    exists: topic.exists,
    lag: Number(records),
    offline_partitions: offline,
    late_ms: Math.round(lateMs),
    next_due_at: nextDueMs === undefined ? null : printTime(nextDueMs),
  };
}

function printOffset(offset: bigint | undefined): number | null {
  return offset === undefined ? null : Number(offset);
}

/** Anybody may have put a record there, with any time. */
export function printTime(ms: number): string | null {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
