// The way into the events topic: the api's own encoder and publisher, without the api.
import { createPublisher } from '@hopline/kafka/connect';
import type { OutgoingRecord, Publisher } from '@hopline/kafka/port';
import { createEventEncoder } from '@hopline/wire/event-encoder';
import { DEFAULT_LADDER, parseLadder } from '@hopline/wire/ladder';
import { groupNames, topicNames } from '@hopline/wire/topics';
import kafkajs from 'kafkajs';
import type { BenchSystem } from '../system.ts';
import { makeEvent, makeTraceparent, type Tenancy } from './corpus.ts';

export const topics = topicNames('hopline', parseLadder(DEFAULT_LADDER));
export const group = groupNames('hopline').persist;

const encode = createEventEncoder();
/** Less than the publisher's buffer. */
const AT_ONCE = 4000;

export interface EventSource extends AsyncDisposable {
  readonly publisher: Publisher;
  /** Of the events topic. */
  readonly partitions: number;
  /** Appends so many events, the organizations in turn. */
  fill(tenancies: readonly Tenancy[], count: number): Promise<void>;
  /** How many records the topic has. */
  records(): Promise<number>;
  /** The group begins anew at the first record. No member may be left. */
  rewind(): Promise<void>;
  /** The group begins behind the last record. No member may be left. */
  skipAll(): Promise<void>;
  /** Resolves when the group has so many members and every one knows its partitions. */
  joined(members: number): Promise<void>;
}

/** The record of a new event. */
export function eventRecord(tenancy: Tenancy): OutgoingRecord {
  const { organizationId, partition } = tenancy;
  const value = encode(makeEvent(tenancy));
  return {
    topic: topics.events,
    partition,
    key: organizationId,
    value,
    headers: { traceparent: makeTraceparent() },
  };
}

export async function openSource({ env }: BenchSystem): Promise<EventSource> {
  const brokers = env.KAFKA_BROKERS.split(',');
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const publisher = createPublisher({ brokers, clientId: 'bench', topics: [topics.events] }, { log });
  const admin = new kafkajs.Kafka({ brokers, clientId: 'bench', logLevel: kafkajs.logLevel.NOTHING }).admin();
  await Promise.all([publisher.start(), admin.connect()]);
  return {
    publisher,
    partitions: publisher.partitionsOf(topics.events),
    async fill(tenancies, count) {
      for (let from = 0; from < count; from += AT_ONCE) {
        const length = Math.min(AT_ONCE, count - from);
        const records = Array.from({ length }, (_, i) =>
          eventRecord(tenancies[(from + i) % tenancies.length] as Tenancy),
        );
        await publisher.publishAll(records, { timeoutMs: 30_000 });
      }
    },
    async records() {
      const partitions = await admin.fetchTopicOffsets(topics.events);
      return partitions.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
    },
    async rewind() {
      const { groups } = await admin.listGroups();
      if (groups.some(({ groupId }) => groupId === group)) await admin.deleteGroups([group]);
    },
    async skipAll() {
      const ends = await admin.fetchTopicOffsets(topics.events);
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
      await admin.setOffsets({ groupId: group, topic: topics.events, partitions });
    },
    async joined(members) {
      const giveUpAt = Date.now() + 30_000;
      for (;;) {
        const { groups } = await admin.describeGroups([group]);
        const state = groups[0]?.state;
        if (state === 'Stable' && groups[0]?.members.length === members) return;
        if (Date.now() > giveUpAt) throw new Error(`the group ${group} is ${state}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([publisher.stop(AbortSignal.timeout(2000)), admin.disconnect()]);
    },
  };
}
