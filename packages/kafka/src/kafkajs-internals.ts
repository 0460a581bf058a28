// What we use of kafkajs below its public surface: its connections (framing, TLS, SASL) and its request encoders.
// Its producer and its metadata cache are not used: they answer for a whole request, we need an answer per partition
// (docs/adr). All of it is pinned to one version of kafkajs.
import { createRequire } from 'node:module';
import type { logCreator } from 'kafkajs';
import { KafkaSetupError } from './errors.ts';

const require = createRequire(import.meta.url);

/** The version whose source these declarations and the overrides were read from. */
const KNOWN_VERSION = '2.2.4';

/** A request, as kafkajs's connections take it. */
export interface ProtocolRequest {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly apiName: string;
  readonly encode: () => Promise<EncodedBody>;
}

/** A request and how to read its answer, from what follows the correlation id. */
export interface Exchange<T> {
  readonly request: ProtocolRequest;
  readonly decode: (payload: Buffer) => T;
}

/** What kafkajs copies into a frame; its own Encoder has this shape. */
export interface EncodedBody {
  readonly buf: Buffer;
  readonly buffer: Buffer;
  size(): number;
}

export interface Connection {
  readonly socket?: { destroy(): void };
  isConnected(): boolean;
  connect(): Promise<true>;
  disconnect(): Promise<true>;
  rejectRequests(error: Error): void;
  chunks: Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
}

export interface ConnectionPool {
  readonly pool: readonly Connection[];
  /** The decoded answer must be an object: kafkajs looks for a throttle time in it. */
  send<T extends object>(exchange: {
    readonly request: ProtocolRequest;
    readonly response: {
      readonly decode: (payload: Buffer) => Promise<T>;
      readonly parse: (decoded: T) => Promise<T>;
    };
  }): Promise<T>;
}

export interface Broker {
  readonly connectionPool: ConnectionPool;
  readonly versions: Readonly<Record<number, { minVersion: number; maxVersion: number }>> | null;
  isConnected(): boolean;
  connect(): Promise<void>;
}

export interface RequestQueue {
  readonly pending: readonly object[];
  readonly inflight: ReadonlyMap<number, SocketRequest>;
  readonly throttledUntil: number;
  readonly enforceRequestTimeout: boolean;
  /** Milliseconds; a request may have a longer one of its own. */
  readonly requestTimeout: number;
  requestTimeoutIntervalId: NodeJS.Timeout | null;
  readonly isConnected: () => boolean;
  scheduleCheckPendingRequests(): void;
  scheduleRequestTimeoutCheck(): void;
  /** Ends both timers. */
  destroy(): void;
}

/** A request that has been sent and not been answered. */
export interface SocketRequest {
  readonly sentAt: number;
  /** Milliseconds. */
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

/** A fetch's result for one partition, and where it was fetched from. */
export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly fetchedOffset: string;
  /** The offset that the next record will have, as far as all in-sync replicas know. */
  readonly highWatermark: string;
  /** All that came, control records too. */
  readonly rawMessages: readonly object[];
}

export interface ConsumerGroup {
  /** Made anew with every assignment. */
  readonly offsetManager: object | null;
  readonly assigners: readonly object[];
  /** How long a fetch may take, in milliseconds, and how long it pauses when there is nothing to ask for. */
  maxWaitTime: number;
  /** `paused` has an entry for each topic with paused partitions of this assignment. */
  readonly subscriptionState: { paused(): readonly object[] };
  memberId: string | null;
  joinAndSync(): Promise<void>;
  fetch(nodeId: string): Promise<FetchedBatch[]>;
}

export interface Runner {
  readonly consumerGroup: ConsumerGroup;
  handleBatch(batch: FetchedBatch): Promise<void>;
}

export interface KafkajsLogger {
  namespace(name: string): KafkajsLogger;
}

interface Prototype<T> {
  readonly prototype: T;
}

export interface KafkajsInternals {
  readonly Broker: new (options: {
    connectionPool: ConnectionPool;
    logger: KafkajsLogger;
    allowAutoTopicCreation: false;
  }) => Broker;
  readonly ConnectionPool: new (options: {
    host: string;
    port: number;
    clientId: string;
    connectionTimeout: number;
    requestTimeout: number;
    enforceRequestTimeout: true;
    socketFactory: object;
    sasl: object | null;
    logger: KafkajsLogger;
  }) => ConnectionPool;
  readonly Connection: Prototype<Connection>;
  readonly RequestQueue: Prototype<RequestQueue>;
  readonly ConsumerGroup: Prototype<ConsumerGroup>;
  readonly Runner: Prototype<Runner>;
  readonly createLogger: (options: { level: number; logCreator: logCreator }) => KafkajsLogger;
  readonly createTopicsRequest: (options: { topics: readonly object[]; timeout: number }) => ProtocolRequest;
}

let loaded: KafkajsInternals | undefined;

/**
 * Loads them, once.
 * @throws {KafkaSetupError} when another version of kafkajs is installed
 */
export function kafkajsInternals(): KafkajsInternals {
  loaded ??= load();
  return loaded;
}

function load(): KafkajsInternals {
  const { version } = require('kafkajs/package.json') as { version: string };
  checkKafkajsVersion(version);
  return {
    Broker: require('kafkajs/src/broker') as KafkajsInternals['Broker'],
    ConnectionPool: require('kafkajs/src/network/connectionPool') as KafkajsInternals['ConnectionPool'],
    Connection: require('kafkajs/src/network/connection') as Prototype<Connection>,
    RequestQueue: require('kafkajs/src/network/requestQueue') as Prototype<RequestQueue>,
    ConsumerGroup: require('kafkajs/src/consumer/consumerGroup') as Prototype<ConsumerGroup>,
    Runner: require('kafkajs/src/consumer/runner') as Prototype<Runner>,
    createLogger: (require('kafkajs/src/loggers') as Pick<KafkajsInternals, 'createLogger'>).createLogger,
    createTopicsRequest:
      require('kafkajs/src/protocol/requests/createTopics/v3/request') as KafkajsInternals['createTopicsRequest'],
  };
}

/** @throws {KafkaSetupError} when it is another version than the one that was read */
export function checkKafkajsVersion(version: string): void {
  if (version === KNOWN_VERSION) return;
  throw new KafkaSetupError(
    `kafkajs ${version} is installed, but the adapter reaches into ${KNOWN_VERSION}; install that version, or read the new one's source and change the adapter`,
  );
}
