import type { KafkaMetrics } from '@hopline/telemetry/metrics/kafka';
import { Kafka, type KafkaConfig, type ProducerConfig } from 'kafkajs';
import { KafkaSetupError } from './errors.ts';
import { fenceFetches } from './fetch-fence.ts';
import { overrideIdleFetch } from './idle-fetch-override.ts';
import { overrideJoin } from './join-override.ts';
import { type KafkajsInternals, kafkajsInternals } from './kafkajs-internals.ts';
import { KAFKAJS_LOG_LEVEL, kafkajsLogCreator } from './kafkajs-log.ts';
import type { KafkaLog } from './log.ts';
import { overrideMember } from './member-override.ts';
import { overrideReconnect } from './reconnect-override.ts';
import { createSocketFactory, type KafkaSasl, type KafkaTls } from './security.ts';
import { overrideTimers } from './timer-override.ts';
import { overrideFetchWatch } from './watch-fetches.ts';

/** How to reach Kafka. */
export interface KafkaConnectionOptions {
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  /** Encrypts, and checks the brokers' certificates; without it nothing is. */
  readonly tls?: KafkaTls | undefined;
  /** Who we are; without it the brokers see an anonymous client, or what our certificate says. */
  readonly sasl?: KafkaSasl | undefined;
  /** The name of this process in the brokers' logs and quotas. */
  readonly clientId: string;
  /** Told of what is asked and answered. */
  readonly metrics?: KafkaMetrics | undefined;
}

let overridden: KafkajsInternals | undefined;

/**
 * kafkajs's inner parts, with the overrides that every use of it needs.
 * @throws {KafkaSetupError} when another version of kafkajs is installed
 */
export function preparedKafkajs(): KafkajsInternals {
  if (!overridden) {
    const internals = kafkajsInternals();
    overrideTimers(internals);
    overrideReconnect(internals);
    overrideFetchWatch(internals);
    overrideIdleFetch(internals);
    fenceFetches(internals);
    overrideMember(internals);
    overrideJoin(internals);
    overridden = internals;
  }
  return overridden;
}

/**
 * How long it may take to connect, in milliseconds. An outage must be known well within the 5 s that a publisher has. A TLS
 * handshake takes some round trips more, and on a broker that has just started a while.
 */
export function connectionTimeoutMs({ tls }: Pick<KafkaConnectionOptions, 'tls'>): number {
  return tls ? 3000 : 1000;
}

/** kafkajs's client for consumers. */
export function createConsumerClient(options: KafkaConnectionOptions, log: KafkaLog): Kafka {
  preparedKafkajs();
  const settings = {
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: connectionTimeoutMs(options),
    socketFactory: createSocketFactory(options.tls),
    // kafkajs adds to what it is given.
    ...(options.sasl ? { sasl: { ...options.sasl } } : {}),
    requestTimeout: 10_000,
    enforceRequestTimeout: true,
    logLevel: KAFKAJS_LOG_LEVEL,
    logCreator: kafkajsLogCreator(log),
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 3 },
  };
  return new Kafka(settings as KafkaConfig);
}

/**
 * Refuses kafkajs's idempotent producer: after a failed request it gives the failed batch's sequence numbers to the
 * next one, which the broker then takes for a duplicate and acknowledges without writing it. What was sent twice is
 * folded by the event's key instead.
 * @throws {KafkaSetupError}
 */
export function refuseIdempotence(settings: Pick<ProducerConfig, 'idempotent' | 'transactionalId'>): void {
  if (!settings.idempotent && settings.transactionalId === undefined) return;
  throw new KafkaSetupError(
    'kafkajs must not produce idempotently or in transactions: its sequence numbers lose acknowledged records',
  );
}
