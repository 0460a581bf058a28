// Real Kafka brokers on 127.0.0.1, for `npm start` (one, durable) and for tests (one, or a cluster of three).
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GuardKind } from './death-guard.ts';
import { randomKafkaId } from './kafka-format.ts';
import { KafkaNode } from './kafka-node.ts';
import type { ListenerAddress } from './kafka-properties.ts';
import { type KafkaRuntime, type KafkaRuntimeOptions, prepareKafkaRuntime } from './kafka-runtime.ts';
import { freePort } from './ports.ts';

/** One more listener. Ports that are 0 or left out are free ones. */
export interface ListenerOption {
  /** Upper-case, such as `PROXIED`. */
  readonly name: string;
  readonly port?: number;
  /**
   * The port that clients are told. By default it is the bound one; `'free'` picks another, for a proxy that listens
   * there and forwards to the bound one.
   */
  readonly advertisedPort?: number | 'free';
}

export interface KafkaOptions extends KafkaRuntimeOptions {
  /** Kept by `close()`. Without one the data is in a temporary directory that `close()` removes. */
  readonly dataDirectory?: string | undefined;
  /** Of the first listener, named PLAINTEXT; 0 or left out: a free one. Only for a single broker. */
  readonly port?: number | undefined;
  readonly listeners?: readonly ListenerOption[] | undefined;
  /** Broker properties; they win over what this library sets. */
  readonly properties?: Readonly<Record<string, string>> | undefined;
  /** Of each JVM, `320m` by default. */
  readonly maxHeap?: string | undefined;
  /** Appended to; without one the last lines are kept in memory. */
  readonly logFile?: string | undefined;
  /** 60 s by default. */
  readonly startTimeoutMs?: number | undefined;
  /** What `prepareKafkaRuntime` gave, to save doing that again. */
  readonly runtime?: KafkaRuntime | undefined;
  readonly guard?: GuardKind | 'none' | undefined;
}

export interface KafkaCluster extends AsyncDisposable {
  readonly nodes: readonly KafkaNode[];
  /** `127.0.0.1:port` of each node's first listener. */
  readonly brokers: readonly string[];
  /** `127.0.0.1:advertisedPort` of each node's listener of that name. */
  advertised(listener: string): string[];
  /** Ends every node, and removes the data if its directory was a temporary one. */
  close(): Promise<void>;
}

/** A cluster of one. */
export interface Kafka extends KafkaCluster {
  readonly node: KafkaNode;
}

/**
 * Starts one broker and waits until it serves clients.
 * @throws {DevError} when Java or a jar is missing or the broker does not come up; nothing is left running then
 */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const kafka = await prepareKafka(options);
  await startAll(kafka, options.signal);
  return kafka;
}

/**
 * One broker that is not started yet: `node.start()` does that.
 * @throws {DevError} when Java or a jar is missing
 */
export async function prepareKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const cluster = await prepareNodes(1, options);
  const [node] = cluster.nodes as [KafkaNode];
  return { ...cluster, node };
}

/**
 * Starts `size` nodes (3), each broker and controller, replication factor 3 and min.insync.replicas 2 by default, and
 * waits until each sees all of them. Takes about 0.5 GB of memory.
 * @throws {DevError} as `startKafka`
 */
export async function startKafkaCluster(
  options: Omit<KafkaOptions, 'port'> & { readonly size?: number } = {},
): Promise<KafkaCluster> {
  const cluster = await prepareNodes(options.size ?? 3, options);
  await startAll(cluster, options.signal);
  return cluster;
}

async function startAll(cluster: KafkaCluster, signal?: AbortSignal): Promise<void> {
  const { nodes } = cluster;
  try {
    // One after the other: if this version was never formatted here, the first makes the template that the others copy.
    for (const node of nodes) await node.launch(signal);
    await Promise.all(nodes.map((node) => node.ready(nodes.length, signal)));
  } catch (error) {
    await Promise.all(nodes.map((node) => node.kill()));
    await cluster.close();
    throw error;
  }
}

async function prepareNodes(size: number, options: KafkaOptions): Promise<KafkaCluster> {
  const runtime = options.runtime ?? (await prepareKafkaRuntime(options));
  const temporary = options.dataDirectory === undefined;
  const directory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'hopline-kafka-')));
  const nodes = await makeNodes(size, directory, runtime, options);
  const close = async () => {
    // Nothing needs a clean end when the data goes too, and a node without its quorum would wait for it in vain.
    await Promise.all(nodes.map((node) => (temporary ? node.kill() : node.stop())));
    if (temporary) await rm(directory, { recursive: true, force: true });
  };
  return {
    nodes,
    brokers: nodes.map((node) => node.broker),
    advertised: (listener) =>
      nodes.map((node) => {
        const address = node.listeners[listener];
        if (address === undefined) throw new RangeError(`there is no listener ${listener}`);
        return `127.0.0.1:${address.advertisedPort}`;
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function makeNodes(
  size: number,
  directory: string,
  runtime: KafkaRuntime,
  options: KafkaOptions,
): Promise<KafkaNode[]> {
  const clusterId = await clusterIdOf(directory);
  const ids = Array.from({ length: size }, (_, index) => index + 1);
  const voters = await Promise.all(ids.map(async (nodeId) => ({ nodeId, controllerPort: await freePort() })));
  const { properties, maxHeap, logFile, startTimeoutMs, guard } = options;
  return Promise.all(
    voters.map(async ({ nodeId, controllerPort }) => {
      const main: ListenerOption = { name: 'PLAINTEXT', port: options.port ?? 0 };
      const listeners = await Promise.all([main, ...(options.listeners ?? [])].map(resolveListener));
      return new KafkaNode({
        runtime,
        directory: join(directory, `node-${nodeId}`),
        clusterId,
        layout: { nodeId, listeners, controllerPort, voters },
        ...{ properties, maxHeap, logFile, startTimeoutMs, guard },
      });
    }),
  );
}

async function resolveListener(option: ListenerOption): Promise<ListenerAddress> {
  const port = option.port || (await freePort());
  const advertised = option.advertisedPort === 'free' ? await freePort() : option.advertisedPort;
  return { name: option.name, port, advertisedPort: advertised || port };
}

/** Kept beside the nodes, so that a start that was cut short between two formats goes on with the same id. */
async function clusterIdOf(directory: string): Promise<string> {
  const file = join(directory, 'cluster.id');
  if (existsSync(file)) {
    const id = (await readFile(file, 'utf8')).trim();
    if (id !== '') return id;
  }
  await mkdir(directory, { recursive: true });
  const id = randomKafkaId();
  await writeFile(file, `${id}\n`);
  return id;
}
