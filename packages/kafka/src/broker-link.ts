import type { KafkaMetrics } from '@hopline/telemetry/metrics/kafka';
import { KafkaUnavailableError } from './errors.ts';
import type { Broker, Connection, Exchange, KafkajsInternals, KafkajsLogger } from './kafkajs-internals.ts';
import { createSocketFactory, type KafkaSasl, type KafkaTls } from './security.ts';

/** What a link needs beside the broker's address. */
export interface LinkSettings {
  readonly clientId: string;
  readonly tls: KafkaTls | undefined;
  readonly sasl: KafkaSasl | undefined;
  readonly internals: KafkajsInternals;
  readonly logger: KafkajsLogger;
  /** The time to connect, in milliseconds. */
  readonly connectionTimeoutMs: number;
  /** The time for an answer, in milliseconds. */
  readonly requestTimeoutMs: number;
  readonly metrics: KafkaMetrics | undefined;
}

/** What kafkajs calls a request that was not answered in time. */
const TIMED_OUT = 'KafkaJSRequestTimeoutError';

/**
 * One broker, over kafkajs's connection. It connects when something is sent. After any failure the connection is
 * thrown away: one that does not answer would not do so sooner for the next request, and a late answer must not meet
 * a later question.
 */
export class BrokerLink {
  readonly address: string;
  readonly #settings: LinkSettings;
  #broker: Broker | undefined;
  #connecting: Promise<Broker> | undefined;
  #isClosed = false;

  constructor(address: string, settings: LinkSettings) {
    this.address = address;
    this.#settings = settings;
  }

  isConnected(): boolean {
    return this.#broker !== undefined && hasConnection(this.#broker);
  }

  /**
   * @throws {KafkaUnavailableError} `written: 'no'` when it could not be sent, `unknown` when no answer came
   */
  async send<T>(exchange: Exchange<T>): Promise<T> {
    let broker: Broker;
    try {
      broker = await this.#connected();
    } catch (cause) {
      throw new KafkaUnavailableError(`no connection to ${this.address}`, { written: 'no', cause });
    }
    const { metrics } = this.#settings;
    metrics?.countRequest(exchange.request.apiName);
    try {
      const { answer } = await broker.connectionPool.send({
        request: exchange.request,
        response: {
          decode: async (payload) => ({ answer: exchange.decode(payload) }),
          parse: async (decoded) => decoded,
        },
      });
      return answer;
    } catch (cause) {
      if (cause instanceof Error && cause.name === TIMED_OUT) metrics?.requestTimeouts.inc();
      if (this.#broker === broker) {
        if (!this.#isClosed) metrics?.disconnects.inc();
        this.#drop();
      }
      throw new KafkaUnavailableError(`no answer from ${this.address}`, { written: 'unknown', cause });
    }
  }

  /** Ends the connection at once and for good; what waits for an answer fails. */
  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #drop(): void {
    const broker = this.#broker;
    this.#broker = undefined;
    if (broker) discard(broker);
  }

  #connected(): Promise<Broker> {
    const broker = this.#broker;
    if (broker && hasConnection(broker)) return Promise.resolve(broker);
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<Broker> {
    const { internals, logger, clientId, tls, sasl, metrics } = this.#settings;
    const { connectionTimeoutMs, requestTimeoutMs } = this.#settings;
    if (this.#broker) metrics?.disconnects.inc();
    this.#drop();
    const colon = this.address.lastIndexOf(':');
    const connectionPool = new internals.ConnectionPool({
      host: this.address.slice(0, colon),
      port: Number(this.address.slice(colon + 1)),
      clientId,
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      enforceRequestTimeout: true,
      socketFactory: createSocketFactory(tls),
      // kafkajs adds to what it is given.
      sasl: sasl ? { ...sasl } : null,
      logger,
    });
    const broker = new internals.Broker({ connectionPool, logger, allowAutoTopicCreation: false });
    try {
      await broker.connect();
      if (this.#isClosed) throw new Error('the link was closed while it connected');
    } catch (error) {
      discard(broker);
      throw error;
    }
    this.#broker = broker;
    return broker;
  }
}

/**
 * kafkajs's own word for it is also no when the time of a login is nearly over (KIP-368): the connection is there all the same,
 * with requests under way, and logs in again before the next one.
 */
function hasConnection(broker: Broker): boolean {
  return broker.connectionPool.pool.some((connection) => connection.isConnected());
}

function discard(broker: Broker): void {
  for (const connection of broker.connectionPool.pool) discardConnection(connection);
}

function discardConnection(connection: Connection): void {
  connection.rejectRequests(new Error('the connection was closed'));
  // It waits for requests under way, of which there are none now, stops the timer of the time-outs and says goodbye;
  // a peer that does not answer would keep the socket half open, so it is destroyed as well.
  void connection.disconnect().then(
    () => connection.socket?.destroy(),
    () => connection.socket?.destroy(),
  );
}
