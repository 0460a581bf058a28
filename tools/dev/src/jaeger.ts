// A real back end for traces: Jaeger, in memory, on 127.0.0.1. Only `npm run verify:traces` needs it: no package holds its
// program, so that it is built by Go from the pinned modules in tools/dev/jaeger, once, which takes some minutes.
import { join } from 'node:path';
import { DevError } from './dev-error.ts';
import { explainExit } from './explain-exit.ts';
import { buildGoProgram } from './go-program.ts';
import { freePort } from './ports.ts';
import { ServerProcess } from './server-process.ts';
import { until } from './until.ts';

const PROGRAM = {
  title: 'Jaeger',
  name: 'jaeger',
  package: 'github.com/jaegertracing/jaeger/cmd/all-in-one',
  modules: join(import.meta.dirname, '..', 'jaeger'),
  go: '1.24',
};
const START_MS = 60_000;
/** Every address that it listens on: by default all of them are open to the network. */
const ADDRESSES = [
  ...['collector.otlp.http', 'collector.otlp.grpc', 'collector.http-server', 'collector.grpc-server'],
  ...['query.http-server', 'query.grpc-server', 'admin.http', 'http-server'],
].map((name) => `${name}.host-port`);
const UDP_ADDRESSES = ['jaeger-binary', 'jaeger-compact', 'zipkin-compact'].map(
  (name) => `processor.${name}.server-host-port`,
);

export interface Jaeger {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly otlpUrl: string;
  /** Its query API, for TRACE_QUERY_URL. */
  readonly queryUrl: string;
  close(): Promise<void>;
}

/**
 * Builds the program into `.hopline/cache` where it is not there, starts it and waits until it answers.
 * @param say hears what takes long
 * @throws {DevError} when it cannot be built or does not come up; nothing is left running then
 */
export async function startJaeger(say: (line: string) => void): Promise<Jaeger> {
  const command = await buildGoProgram(PROGRAM, say);
  const ports = new Map<string, number>();
  for (const address of [...ADDRESSES, ...UDP_ADDRESSES]) ports.set(address, await freePort());
  const urlOf = (address: string) => `http://127.0.0.1:${ports.get(address)}`;
  const server = await ServerProcess.spawn({
    command,
    args: [...ports].map(([address, port]) => `--${address}=127.0.0.1:${port}`),
    env: { PATH: process.env.PATH, COLLECTOR_OTLP_ENABLED: 'true', SPAN_STORAGE_TYPE: 'memory' },
    stopSignal: 'SIGTERM',
    deathSignal: 'SIGKILL',
  });
  const queryUrl = urlOf('query.http-server.host-port');
  const answers = async () => {
    const { exit } = server;
    if (exit) throw new DevError(`Jaeger ended (${explainExit(exit)}):\n${exit.lastLines.join('\n')}`);
    const answer = await fetch(`${queryUrl}/api/services`).catch(() => undefined);
    return answer?.ok ? true : undefined;
  };
  try {
    const onTimeout = () => new DevError(`Jaeger did not answer within ${START_MS / 1000} s`);
    await until(answers, { everyMs: 100, timeoutMs: START_MS, onTimeout });
  } catch (error) {
    await server.kill();
    throw error;
  }
  return {
    otlpUrl: urlOf('collector.otlp.http.host-port'),
    queryUrl,
    close: async () => void (await server.stop(5000)),
  };
}
