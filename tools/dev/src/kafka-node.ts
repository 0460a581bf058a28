// One Kafka process, broker and controller in one, that can be stopped, killed, paused and started again.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GuardKind } from './death-guard.ts';
import { DevError } from './dev-error.ts';
import { explainExit } from './explain-exit.ts';
import { limitFiles } from './file-limit.ts';
import { formatNode } from './kafka-format.ts';
import { probeKafka } from './kafka-probe.ts';
import {
  formatProperties,
  kafkaProperties,
  type ListenerAddress,
  type NodeLayout,
} from './kafka-properties.ts';
import { jvmArguments, type KafkaRuntime } from './kafka-runtime.ts';
import { commandLineOf, isAlive, signalProcess } from './process-info.ts';
import { type ServerExit, ServerProcess } from './server-process.ts';
import { until } from './until.ts';

export interface KafkaNodeOptions {
  readonly runtime: KafkaRuntime;
  /** The node's own directory: its log, its properties file and its process id. */
  readonly directory: string;
  readonly clusterId: string;
  readonly layout: Omit<NodeLayout, 'logDirectory'>;
  readonly properties?: Readonly<Record<string, string>> | undefined;
  readonly maxHeap?: string | undefined;
  readonly logFile?: string | undefined;
  readonly startTimeoutMs?: number | undefined;
  readonly guard?: GuardKind | 'none' | undefined;
  /** Where the JVM writes an AppCDS archive when it ends (see kafka-archive.ts). */
  readonly archiveTo?: string | undefined;
}

/** Some seconds, unless the machine is busy with other things, or starts several of them at once. */
const START_MS = 120_000;

export class KafkaNode {
  readonly id: number;
  /** The port of the first listener. */
  readonly port: number;
  /** `127.0.0.1:port` of the first listener. */
  readonly broker: string;
  /** By name; in front of one whose advertised port differs, put a proxy. */
  readonly listeners: Readonly<Record<string, ListenerAddress>>;
  readonly #options: KafkaNodeOptions;
  #process: ServerProcess | undefined;

  constructor(options: KafkaNodeOptions) {
    const [main] = options.layout.listeners;
    if (main === undefined) throw new RangeError('a broker needs a listener');
    this.#options = options;
    this.id = options.layout.nodeId;
    this.port = main.port;
    this.broker = `127.0.0.1:${main.port}`;
    this.listeners = Object.fromEntries(options.layout.listeners.map((l) => [l.name, l]));
  }

  /** The process id of the run that goes on, else undefined. */
  get pid(): number | undefined {
    return this.#process?.exit === undefined ? this.#process?.pid : undefined;
  }

  /** Where its topics are. */
  get logDirectory(): string {
    return join(this.#options.directory, 'log');
  }

  /** The last lines that the current (or else the last) run has written. */
  get lastLines(): readonly string[] {
    return this.#process?.lastLines ?? [];
  }

  /** Resolves with the end of the current (or else the last) run; never, when it was never started. */
  get exited(): Promise<ServerExit> {
    return this.#process?.exited ?? new Promise(() => {});
  }

  /**
   * Starts the node, after a format if its directory is new, and waits until it serves clients. In a cluster that needs
   * a majority of the nodes. Does nothing when it runs already.
   * @throws {DevError} when it ends or does not come up in time; the signal's reason when aborted. It is gone then.
   */
  async start(signal?: AbortSignal): Promise<void> {
    try {
      await this.launch(signal);
      await this.ready(1, signal);
    } catch (error) {
      await this.#process?.kill();
      throw error;
    }
  }

  /** The first half of `start`: resolves when the process exists. */
  async launch(signal?: AbortSignal): Promise<void> {
    if (this.pid !== undefined) return;
    const { runtime, directory, clusterId, guard, logFile, maxHeap, archiveTo } = this.#options;
    const { logDirectory } = this;
    const propertiesFile = join(directory, 'server.properties');
    await mkdir(directory, { recursive: true });
    await this.#endLeftover(propertiesFile, signal);
    const properties = kafkaProperties({ ...this.#options.layout, logDirectory }, this.#options.properties);
    await writeFile(propertiesFile, formatProperties(properties));
    await formatNode(runtime, { nodeId: this.id, clusterId, logDirectory, propertiesFile }, signal);
    signal?.throwIfAborted();
    const jvm = jvmArguments(runtime, {
      maxHeap,
      archive: archiveTo === undefined ? 'use' : { write: archiveTo },
    });
    this.#process = await ServerProcess.spawn({
      command: runtime.java.command,
      args: [...jvm, 'kafka.Kafka', propertiesFile],
      stopSignal: 'SIGTERM',
      // Not SIGTERM: a paused broker, or one without its quorum, would not end by that. Kafka recovers from it.
      deathSignal: 'SIGKILL',
      logFile,
      guard,
    });
    await writeFile(this.#pidFile, `${this.#process.pid}\n`);
  }

  /** The second half of `start`: resolves when the node serves clients and sees at least `brokers` brokers. */
  async ready(brokers: number, signal?: AbortSignal): Promise<void> {
    const timeoutMs = this.#options.startTimeoutMs ?? START_MS;
    const serves = async () => {
      const exit = this.#process?.exit;
      if (exit !== undefined) throw new DevError(`Kafka ended while it started (${explainExit(exit)})`);
      const metadata = await probeKafka(this.port);
      if (metadata === undefined || metadata.controllerId < 0) return undefined;
      const registered = metadata.brokers.some((b) => b.id === this.id);
      return registered && metadata.brokers.length >= brokers ? true : undefined;
    };
    const onTimeout = () =>
      new DevError(
        `Kafka did not come up on 127.0.0.1:${this.port} within ${timeoutMs / 1000} s: look into ` +
          `${this.#options.logFile ?? 'its output'}, or start anew with \`npm start -- --fresh\`.`,
      );
    await until(serves, { everyMs: 50, timeoutMs, onTimeout, signal });
  }

  /** SIGTERM, and SIGKILL after `graceMs`. @returns false when it had to be killed */
  async stop(graceMs = 8000): Promise<boolean> {
    return (await this.#process?.stop(graceMs)) ?? true;
  }

  /** SIGKILL. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** SIGSTOP: the broker keeps its sockets but does nothing, as in a long pause of its garbage collector. */
  pause(): void {
    this.#process?.signal('SIGSTOP');
  }

  /** SIGCONT. */
  resume(): void {
    this.#process?.signal('SIGCONT');
  }

  /**
   * As on a full disk, no file may grow beyond so many bytes; undefined lifts that. A new run is free of it.
   * @throws {DevError} where the system cannot do that
   */
  limitFiles(bytes: number | undefined): void {
    if (this.pid !== undefined) limitFiles(this.pid, bytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  get #pidFile(): string {
    return join(this.#options.directory, 'broker.pid');
  }

  /** A broker of a supervisor that was killed, on a system where it could not be made to die with it. */
  async #endLeftover(propertiesFile: string, signal?: AbortSignal): Promise<void> {
    const pid = Number(await readFile(this.#pidFile, 'utf8').catch(() => ''));
    const ours = () => isAlive(pid) && commandLineOf(pid).includes(propertiesFile);
    if (!(pid > 0) || !ours()) return;
    signalProcess(pid, 'SIGKILL');
    await until(() => (ours() ? undefined : true), {
      timeoutMs: 10_000,
      onTimeout: () => new DevError(`an old Kafka (process ${pid}) does not end: end it by hand`),
      signal,
    });
  }
}
