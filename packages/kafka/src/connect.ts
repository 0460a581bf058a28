// Where the services get their Kafka from: the port's types, the kafkajs adapter behind them.
import { createAdmin } from './admin.ts';
import { createInspector } from './inspector.ts';
import type { KafkaInspector } from './inspector-port.ts';
import type { KafkaConnectionOptions } from './kafkajs-client.ts';
import { createKafkajsWorker, type KafkajsWorkerOptions } from './kafkajs-worker.ts';
import type { KafkaLog } from './log.ts';
import type { KafkaAdmin, Publisher, Worker } from './port.ts';
import { createKafkajsPublisher, type PublisherOptions } from './publisher.ts';

export type { KafkaConnectionOptions, KafkajsWorkerOptions, KafkaLog, PublisherOptions };

/**
 * A publisher to these topics. It must be started before it publishes.
 * @throws {KafkaSetupError} when it should be idempotent, or another version of the client is installed
 */
export function createPublisher(options: PublisherOptions, { log }: { log: KafkaLog }): Publisher {
  return createKafkajsPublisher(options, log);
}

/** A member of a consumer group. It consumes from its start on. */
export function createWorker(options: KafkajsWorkerOptions, { log }: { log: KafkaLog }): Worker {
  return createKafkajsWorker(options, log);
}

const SILENT: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Connects for administration. The caller closes it.
 * @throws {KafkaUnavailableError} when no broker answers
 */
export function connectAdmin(
  options: KafkaConnectionOptions,
  { log = SILENT }: { log?: KafkaLog } = {},
): Promise<KafkaAdmin> {
  return createAdmin(options, log);
}

/**
 * Connects to look into topics and groups. The caller closes it.
 * @throws {KafkaUnavailableError} when no broker answers
 */
export function connectInspector(
  options: KafkaConnectionOptions,
  { log = SILENT }: { log?: KafkaLog } = {},
): Promise<KafkaInspector> {
  return createInspector(options, log);
}
