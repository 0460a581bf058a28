// The two servers behind the services: embedded ones, kept alive, or those that the environment names.
import { join } from 'node:path';
import { checkBrokers, checkDatabase } from './checks.ts';
import { prepareKafka } from './embedded-kafka.ts';
import { preparePostgres } from './embedded-postgres.ts';
import type { Java } from './java.ts';
import { type KafkaRuntime, prepareKafkaRuntime } from './kafka-runtime.ts';
import type { StateDirectory } from './state-directory.ts';
import { Supervised } from './supervised.ts';

export interface ServerContext {
  readonly state: StateDirectory;
  readonly say: (line: string) => void;
  /** Called before a server is started, so that it is stopped whatever happens then. */
  readonly onSupervised: (server: Supervised) => void;
  readonly onReady: (name: string, pid: number, marker: string) => void;
}

/** @returns the URL of the database */
export async function bringUpPostgres(
  context: ServerContext,
  options: { databaseUrl: string | undefined; port: number },
  signal: AbortSignal,
): Promise<string> {
  const { state, say } = context;
  if (options.databaseUrl !== undefined) {
    await checkDatabase(options.databaseUrl);
    say('Postgres: the one of DATABASE_URL');
    return options.databaseUrl;
  }
  const startedAt = Date.now();
  const postgres = await preparePostgres({
    dataDirectory: state.postgres,
    port: options.port,
    logFile: join(state.logs, 'postgres.log'),
    signal,
  });
  const onReady = (pid: number) => context.onReady('postgres', pid, state.postgres);
  const server = new Supervised(postgres, { name: 'Postgres', attempts: 1, say, onReady });
  context.onSupervised(server);
  await server.start(signal);
  say(`Postgres is up on 127.0.0.1:${postgres.port}${seconds(startedAt)}`);
  return postgres.url;
}

/** @returns the brokers, and for an embedded one what it runs on */
export async function bringUpKafka(
  context: ServerContext,
  options: { brokers: readonly string[] | undefined; port: number; java: Java | undefined },
  signal: AbortSignal,
): Promise<{ brokers: readonly string[]; runtime: KafkaRuntime | undefined }> {
  const { state, say } = context;
  if (options.brokers !== undefined) {
    await checkBrokers(options.brokers);
    say('Kafka: the one of KAFKA_BROKERS');
    return { brokers: options.brokers, runtime: undefined };
  }
  const runtime = await prepareKafkaRuntime({ java: options.java, signal, onProgress: quarterly(say) });
  const startedAt = Date.now();
  const kafka = await prepareKafka({
    runtime,
    dataDirectory: state.kafka,
    port: options.port,
    logFile: join(state.logs, 'kafka.log'),
    signal,
  });
  const onReady = (pid: number) => context.onReady('kafka', pid, state.kafka);
  const server = new Supervised(kafka.node, { name: 'Kafka', attempts: 1, say, onReady });
  context.onSupervised(server);
  await server.start(signal);
  say(`Kafka ${runtime.lock.version} is up on ${kafka.node.broker}${seconds(startedAt)}`);
  return { brokers: kafka.brokers, runtime };
}

/** ` (1.2 s)`: the time since then. */
export function seconds(startedAt: number): string {
  return ` (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`;
}

/** Tells of the download at its begin and at each quarter. */
function quarterly(say: (line: string) => void) {
  let told = -1;
  return ({
    jarsDone,
    jars,
    bytesDone,
    bytes,
  }: Record<'jarsDone' | 'jars' | 'bytesDone' | 'bytes', number>) => {
    const quarter = Math.floor((4 * bytesDone) / bytes);
    if (quarter === told) return;
    told = quarter;
    const mb = (n: number) => Math.round(n / 1e6);
    say(`fetching Kafka, once: ${jarsDone} of ${jars} jars, ${mb(bytesDone)} of ${mb(bytes)} MB`);
  };
}
