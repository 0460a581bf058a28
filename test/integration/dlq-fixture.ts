import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createPublisher } from '@hopline/kafka/connect';
import { deliveryDeadLetter } from '@hopline/wire/dead-letter';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { addDeliveries, addEndpoint, addOrganization } from '../support/deliveries.ts';
import { patient } from '../support/patient.ts';
import { startReceiver } from '../support/receiver.ts';
import { type Run, runToEnd } from '../support/run-to-end.ts';
import { createTopics } from '../support/topics.ts';

const MAIN = join(import.meta.dirname, '../../tools/cli/src/main.ts');
const codec = createWakeUpCodec();

/** Runs `hopline dlq` to its end. */
export async function dlq(t: TestContext, env: Record<string, string>, ...args: string[]): Promise<Run> {
  const { code, output } = await runToEnd(t, env, [MAIN, 'dlq', ...args]);
  return { code, output: output.trimEnd() };
}

/** Deliveries that are dead, in version 3, with their letters; and two letters that nothing can be made of. */
export async function withLetters(context: TestContext) {
  const t = inReverse(context);
  const [database, topics] = await Promise.all([createDatabase(t), createTopics()]);
  const { pool } = database;
  const receiver = await startReceiver(t);
  const organizationId = await addOrganization(pool);
  const endpoints = [
    await addEndpoint(pool, { organizationId, url: receiver.url }),
    await addEndpoint(pool, { organizationId, url: receiver.url }),
  ] as const;
  const deliveries = [
    ...(await addDeliveries(pool, endpoints[0], 12)),
    ...(await addDeliveries(pool, endpoints[1], 3)),
  ];
  await pool.query(
    "update deliveries set state = 'dead', reason = 'exhausted', version = 3, attempts = 1, ended_at = now(), dlq_at = now()",
  );
  const topic = topics.topics.deliveriesDlq;
  const publisher = createPublisher(
    { brokers: topics.brokers, clientId: 'test', topics: [topic] },
    { log: { debug() {}, info() {}, warn() {}, error() {} } },
  );
  await publisher.start();
  t.after(() => publisher.stop(AbortSignal.timeout(3000)));
  const dlqTopic = { topic, partitions: publisher.partitionsOf(topic) };
  const letter = ({ id, day, endpoint }: (typeof deliveries)[number]) =>
    deliveryDeadLetter(
      dlqTopic,
      endpoint.id,
      codec.encode({
        ...{ endpoint_id: endpoint.id, organization_id: organizationId },
        delivery: { id, day, version: 3 },
      }),
      'exhausted',
    );
  patient(publisher);
  // The first one twice: the sweeper publishes one again whose mark was lost.
  await publisher.publishAll([...deliveries, ...deliveries.slice(0, 1)].map(letter));
  const foreign = deliveryDeadLetter(dlqTopic, endpoints[1].id, Buffer.from('nothing of ours'), 'exhausted');
  await publisher.publishAll([foreign, { ...foreign, value: null, headers: {} }]);
  const env = {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: topics.brokers.join(','),
    TOPIC_PREFIX: topics.prefix,
  };
  return { t, database, topics, pool, receiver, organizationId, endpoints, deliveries, env };
}
