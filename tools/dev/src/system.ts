// The whole system, up in order and down in reverse.
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration } from '@hopline/runtime/duration';
import type { Ready } from './banner.ts';
import { choosePorts } from './checks.ts';
import { ensureConsole } from './console-build.ts';
import { explainExit } from './explain-exit.ts';
import { firstKey } from './first-key.ts';
import { findJava } from './java.ts';
import { makeKafkaArchive } from './kafka-archive.ts';
import { LogFile } from './log-file.ts';
import { LogFilter, parseLogLine } from './log-line.ts';
import type { DevOptions } from './options.ts';
import { CUT_SHORT, KILL_MARGIN_MS, type Plan, type PlannedService } from './plan.ts';
import { prettyLine } from './pretty-line.ts';
import { RunFile } from './run-file.ts';
import { adminToken, secretKeys } from './secrets.ts';
import { bringUpKafka, bringUpPostgres, type ServerContext, seconds } from './servers.ts';
import { Service } from './service.ts';
import { sharedSettings } from './shared-settings.ts';
import { forgetData, makeStateDirectory, type StateDirectory } from './state-directory.ts';
import { Supervised } from './supervised.ts';
import { together } from './together.ts';

/** After a crash, how long the processes of the run before may hold their ports. */
const PORTS_AFTER_CRASH_MS = 15_000;
/** A service that ends while it starts gets so many chances: something that it needs may still be waking up. */
const SERVICE_ATTEMPTS = 5;

export class System {
  readonly #options: DevOptions;
  readonly #plan: Plan;
  readonly #state: StateDirectory;
  readonly #say: (line: string) => void;
  readonly #supervised = new Map<string, Supervised>();
  readonly #background = new AbortController();
  #archive: Promise<unknown> = Promise.resolve();
  #cutShort = 0;
  #runFile: RunFile | undefined;

  constructor(options: DevOptions, plan: Plan, state: StateDirectory, say: (line: string) => void) {
    this.#options = options;
    this.#plan = plan;
    this.#state = state;
    this.#say = say;
  }

  /**
   * Brings everything up. When this rejects, `stop` still has to be called.
   * @throws {DevError} with one clear line; the signal's reason when aborted
   */
  async start(signal: AbortSignal): Promise<Ready> {
    const options = this.#options;
    await makeStateDirectory(this.#state);
    this.#runFile = await RunFile.take(this.#state.runFile, signal);
    await rm(this.#state.readyFile, { force: true }); // of a run that was killed
    if (this.#runFile.tookOver) this.#say('the run before did not end cleanly; going on from its data');
    const javaHome = options.javaHome === undefined ? [] : [join(options.javaHome, 'bin', 'java')];
    const java =
      options.kafkaBrokers === undefined ? await findJava(['java', ...javaHome], signal) : undefined;
    const runtimes = `Node ${process.versions.node}${java === undefined ? '' : ` and Java ${java.version}`}`;
    this.#say(`starting on ${runtimes}; data and logs are in ${this.#state.root}`);
    const ports = await choosePorts(options, this.#runFile.tookOver ? PORTS_AFTER_CRASH_MS : 0, signal);
    if (options.fresh) {
      // A database of somebody's own keeps its data, and what is sealed in it needs the key.
      await forgetData(this.#state, { keepKeys: options.databaseUrl !== undefined });
      this.#say('all data is forgotten');
    }
    this.#rotateLogs();
    const token = options.adminToken ?? (await adminToken(this.#state.adminTokenFile));
    const keys = options.env.SECRET_KEYS || (await this.#ownKeys());

    const context: ServerContext = {
      state: this.#state,
      say: this.#say,
      onSupervised: (server) => this.#supervised.set(server.name.toLowerCase(), server),
      onReady: (name, pid, marker) => this.#runFile?.record(name, pid, marker),
    };
    const postgres = { databaseUrl: options.databaseUrl, port: ports.postgres };
    const kafka = { brokers: options.kafkaBrokers, port: ports.kafka, java };
    const [databaseUrl, { brokers, runtime }] = await together(
      signal,
      (either) => bringUpPostgres(context, postgres, either),
      (either) => bringUpKafka(context, kafka, either),
      (either: AbortSignal) => ensureConsole(this.#say, either),
    );

    const env = this.#serviceEnvironment(databaseUrl, brokers, runtime !== undefined);
    await this.#migrate(env, signal);
    await this.#startServices(env, ports, { token, keys }, signal);
    const baseUrl = `http://127.0.0.1:${ports.api}`;
    const key = await firstKey({ file: this.#state.apiKeyFile, baseUrl, adminToken: token }, signal);
    if (runtime !== undefined) this.#archive = makeKafkaArchive(runtime, this.#background.signal);
    return {
      baseUrl,
      adminToken: token,
      ...key,
      brokers,
      databaseUrl,
      directory: this.#state.root,
      settings: sharedSettings(env),
      pids: this.#pids(),
    };
  }

  #ownKeys(): Promise<string> {
    const file = this.#state.secretKeysFile;
    return secretKeys(file, () =>
      this.#say(`SECRET_KEYS is not set: a key for the secrets of endpoints was made and is kept in ${file}`),
    );
  }

  #serviceEnvironment(
    databaseUrl: string,
    brokers: readonly string[],
    embeddedKafka: boolean,
  ): NodeJS.ProcessEnv {
    const { ADMIN_TOKEN: _, SECRET_KEYS: __, ...env } = this.#options.env;
    return {
      ALLOW_PRIVATE_WEBHOOKS: 'true',
      // A consumer that was killed holds its partitions for this long: a developer should not wait half a minute.
      KAFKA_SESSION_TIMEOUT: '10s',
      ...env,
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: brokers.join(','),
      ...(embeddedKafka ? { REPLICATION_FACTOR: '1', MIN_INSYNC_REPLICAS: '1' } : {}),
    };
  }

  async #migrate(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
    const startedAt = Date.now();
    await this.#makeService('migrate', this.#plan.migrate, env, undefined).run(signal);
    this.#say(`database and topics are ready${seconds(startedAt)}`);
  }

  async #startServices(
    env: NodeJS.ProcessEnv,
    ports: Record<PlannedService['name'], number>,
    { token, keys }: { token: string; keys: string },
    signal: AbortSignal,
  ): Promise<void> {
    const startedAt = Date.now();
    const services = this.#plan.services.flat();
    const start = ({ name, script, graceMs }: PlannedService) => {
      const own = { PORT: String(ports[name]), SHUTDOWN_GRACE: formatDuration(graceMs) };
      const secret = {
        ...(name === 'api' ? { ADMIN_TOKEN: token } : {}),
        ...(name === 'persist' ? {} : { SECRET_KEYS: keys }),
      };
      const unit = this.#makeService(name, script, { ...env, ...own, ...secret }, ports[name]);
      const supervised = new Supervised(unit, { name, attempts: SERVICE_ATTEMPTS, say: this.#say });
      this.#supervised.set(name, supervised);
      return (either: AbortSignal) => supervised.start(either);
    };
    await together(signal, ...services.map(start));
    this.#say(`${services.map(({ name }) => name).join(', ')} are ready${seconds(startedAt)}`);
  }

  #makeService(name: string, script: string, env: NodeJS.ProcessEnv, port: number | undefined): Service {
    const filter = new LogFilter();
    return new Service({
      name,
      script,
      port,
      env,
      directory: this.#plan.directory,
      logFile: join(this.#state.logs, `${name}.log`),
      onLine: (line) => {
        if (line.includes(CUT_SHORT) && parseLogLine(line)?.text === CUT_SHORT) {
          this.#cutShort += 1; // told in one line when the service has stopped
          return;
        }
        const brief = this.#options.lines ? prettyLine(line) : filter.brief(line, Date.now());
        if (brief !== undefined) this.#say(`${name}: ${brief}`);
      },
      onSpawn: (pid) => this.#runFile?.record(name, pid, script),
    });
  }

  /**
   * Stops everything in order: services, Kafka, Postgres. Resolves when nothing is left; also after a `start` that
   * failed, which must have settled before.
   */
  async stop(): Promise<void> {
    this.#background.abort();
    for (const supervised of this.#supervised.values()) supervised.beginStop();
    for (const group of this.#plan.services) {
      await Promise.all(group.map(({ name, graceMs }) => this.#stopService(name, graceMs)));
    }
    await this.#supervised.get('kafka')?.stop(this.#plan.kafkaGraceMs);
    await this.#supervised.get('postgres')?.stop(this.#plan.postgresGraceMs);
    await this.#archive;
    await this.#runFile?.release();
  }

  async #stopService(name: string, graceMs: number): Promise<void> {
    const stopped = await this.#supervised.get(name)?.stop(graceMs + KILL_MARGIN_MS);
    const exit = stopped?.exit;
    if (stopped === undefined || exit === undefined) return;
    if (this.#cutShort > 0 && name === 'deliver') {
      const posts = this.#cutShort === 1 ? '1 post that was' : `${this.#cutShort} posts that were`;
      this.#say(
        `deliver cut ${posts} under way short, at the end of ${formatDuration(graceMs)}; done again at the next start`,
      );
    }
    const again = 'what it had under way is done again at the next start';
    if (!stopped.inTime) {
      this.#say(`${name} did not end within ${formatDuration(graceMs)} and was cut short: ${again}`);
    } else if (exit.code !== 0 && exit.signal !== 'SIGTERM') {
      this.#say(`${name} was cut short (${explainExit(exit)}): ${again}`);
    }
  }

  /** Kills everything at once. */
  async kill(): Promise<void> {
    this.#background.abort();
    await Promise.all([...this.#supervised.values()].map((supervised) => supervised.kill()));
    await this.#archive;
    await this.#runFile?.release();
  }

  #pids(): Record<string, number> {
    const entries = [...this.#supervised].flatMap(([name, { pid }]) =>
      pid === undefined ? [] : [[name, pid] as const],
    );
    return { supervisor: process.pid, ...Object.fromEntries(entries) };
  }

  #rotateLogs(): void {
    for (const name of readdirSync(this.#state.logs)) {
      if (name.endsWith('.log')) new LogFile(join(this.#state.logs, name)).rotate();
    }
  }
}
