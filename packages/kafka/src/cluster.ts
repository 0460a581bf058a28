import { raceSignal } from '@hopline/runtime/wait';
import { BrokerLink, type LinkSettings } from './broker-link.ts';
import { KafkaUnavailableError } from './errors.ts';
import { connectionTimeoutMs, type KafkaConnectionOptions, preparedKafkajs } from './kafkajs-client.ts';
import type { Exchange } from './kafkajs-internals.ts';
import { KAFKAJS_LOG_LEVEL, kafkajsLogCreator } from './kafkajs-log.ts';
import type { KafkaLog } from './log.ts';
import { type ClusterMetadata, metadataExchange } from './metadata-exchange.ts';

// A black hole is known after 3 s.
const REQUEST_TIMEOUT_MS = 3000;
/** After this time the next broker is asked as well, since a hung one may be among them. */
const PATIENCE_MS = 1000;

/** The brokers of a cluster, found from a few addresses: what the publisher and the administration send through. */
export class KafkaCluster {
  readonly #seeds: readonly string[];
  readonly #settings: LinkSettings;
  readonly #links = new Map<string, BrokerLink>();
  readonly #addressOfNode = new Map<number, string>();
  #closed = false;

  constructor(options: KafkaConnectionOptions, log: KafkaLog, requestTimeoutMs = REQUEST_TIMEOUT_MS) {
    const internals = preparedKafkajs();
    this.#seeds = options.brokers;
    this.#settings = {
      internals,
      clientId: options.clientId,
      tls: options.tls,
      sasl: options.sasl,
      logger: internals.createLogger({ level: KAFKAJS_LOG_LEVEL, logCreator: kafkajsLogCreator(log) }),
      connectionTimeoutMs: connectionTimeoutMs(options),
      requestTimeoutMs,
      metrics: options.metrics,
    };
  }

  /**
   * Asks a broker by its node id.
   * @throws {KafkaUnavailableError}
   */
  async sendTo<T>(nodeId: number, exchange: Exchange<T>): Promise<T> {
    const address = this.#addressOfNode.get(nodeId);
    if (address === undefined) {
      throw new KafkaUnavailableError(`broker ${nodeId} is not in the cluster`, { written: 'no' });
    }
    return await this.#link(address).send(exchange);
  }

  /**
   * Asks any broker for what may be asked twice: those that are connected first, the next one when one fails.
   * @throws {KafkaUnavailableError} when none answers
   */
  async sendToAny<T>(exchange: Exchange<T>, patienceMs = PATIENCE_MS): Promise<T> {
    const addresses = new Set([...this.#addressOfNode.values(), ...this.#seeds]);
    const links = [...addresses].map((address) => this.#link(address));
    links.sort((a, b) => Number(b.isConnected()) - Number(a.isConnected()));
    const problems: unknown[] = [];
    for (const [index, link] of links.entries()) {
      try {
        const answer = link.send(exchange);
        if (index === links.length - 1) return await answer;
        return await raceSignal(answer, AbortSignal.timeout(patienceMs));
      } catch (error) {
        problems.push(error);
      }
    }
    throw new KafkaUnavailableError('no broker answers', { written: 'unknown', cause: problems[0] });
  }

  /**
   * Reads the brokers and these topics, and remembers where the brokers are.
   * @throws {KafkaUnavailableError}
   */
  async readMetadata(topics: readonly string[]): Promise<ClusterMetadata> {
    const metadata = await this.sendToAny(metadataExchange(topics));
    const addresses = new Set(this.#seeds);
    this.#addressOfNode.clear();
    for (const { nodeId, host, port } of metadata.brokers) {
      const address = `${host}:${port}`;
      this.#addressOfNode.set(nodeId, address);
      addresses.add(address);
    }
    for (const [address, link] of this.#links) {
      if (addresses.has(address)) continue;
      link.close();
      this.#links.delete(address);
    }
    return metadata;
  }

  /** Ends all connections at once. */
  close(): void {
    this.#closed = true;
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
  }

  #link(address: string): BrokerLink {
    if (this.#closed) throw new KafkaUnavailableError('the connection was closed', { written: 'no' });
    let link = this.#links.get(address);
    if (!link) {
      link = new BrokerLink(address, this.#settings);
      this.#links.set(address, link);
    }
    return link;
  }
}
