// Topics of its own for each test: a random prefix, few partitions, on the Kafka that setup.ts started.
import { randomBytes } from 'node:crypto';
import { connectAdmin } from '@hopline/kafka/connect';
import { type Ladder, parseLadder } from '@hopline/wire/ladder';
import { topicSpecifications } from '@hopline/wire/topic-specs';
import { type GroupNames, groupNames, type TopicNames, topicNames } from '@hopline/wire/topics';
import { requiredEnv } from './database.ts';

export interface TestTopics {
  readonly brokers: string[];
  readonly prefix: string;
  readonly ladder: Ladder;
  readonly topics: TopicNames;
  readonly groups: GroupNames;
}

/** Makes all topics of an installation under a random prefix, on the run's broker unless others are given. They go with it. */
export async function createTopics(
  options: { ladder?: string; partitions?: number; brokers?: readonly string[] } = {},
): Promise<TestTopics> {
  const brokers = [...(options.brokers ?? requiredEnv('TEST_KAFKA_BROKERS').split(','))];
  const prefix = `t${randomBytes(4).toString('hex')}`;
  const ladder = parseLadder(options.ladder ?? '300ms,600ms,900ms,1200ms');
  const topics = topicNames(prefix, ladder);
  const n = options.partitions ?? 3;
  await using admin = await connectAdmin({ brokers, clientId: 'hopline-test' });
  await admin.provision(topicSpecifications(topics, { events: n, deliveries: n, rung: 1, dlq: 1 }), {
    replicationFactor: 1,
    minInsyncReplicas: 1,
  });
  return { brokers, prefix, ladder, topics, groups: groupNames(prefix) };
}
