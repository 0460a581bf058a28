// What can be found out before anything is started, each with one line that says what to do.
import { connect } from 'node:net';
import { DevError } from './dev-error.ts';
import { type DevOptions, type PortName, portOption } from './options.ts';
import { freePort, portIsFree } from './ports.ts';
import { until } from './until.ts';

const CONNECT_WITHIN_MS = 5000;

/**
 * The ports to use, with free ones for those that were given as 0.
 * @param waitMs how long a taken port may take to become free: after a crash the old processes are still ending
 * @throws {DevError} naming the port that is taken
 */
export async function choosePorts(
  options: DevOptions,
  waitMs: number,
  signal: AbortSignal,
): Promise<Record<PortName, number>> {
  const ports = { ...options.ports };
  const needed: PortName[] = ['api', 'persist', 'deliver'];
  if (options.kafkaBrokers === undefined) needed.push('kafka');
  if (options.databaseUrl === undefined) needed.push('postgres');
  for (const [index, name] of needed.entries()) {
    const port = ports[name];
    if (port === 0) {
      ports[name] = await freePort();
      continue;
    }
    const other = needed.slice(0, index).find((earlier) => ports[earlier] === port);
    if (other !== undefined) {
      throw new DevError(
        `${name} and ${other} cannot share port ${port}: choose another with ${portOption(name)}.`,
      );
    }
    const onTimeout = () =>
      new DevError(
        `port ${port}, wanted for ${name}, is taken: stop the program that listens there, ` +
          `or choose another port with \`npm start -- ${portOption(name)} N\`.`,
      );
    const free = async () => ((await portIsFree(port)) ? true : undefined);
    await until(free, { everyMs: 100, timeoutMs: waitMs, onTimeout, signal });
  }
  return ports;
}

/** @throws {DevError} when nothing listens where DATABASE_URL says */
export async function checkDatabase(url: string): Promise<void> {
  if (!URL.canParse(url))
    throw new DevError('DATABASE_URL is not a URL: write postgres://user:password@host:port/name.');
  const { hostname, port } = new URL(url);
  // Without a host it is a socket file; the migration will say if there is none.
  if (hostname === '' || (await reachable(hostname, Number(port || 5432)))) return;
  throw new DevError(
    `nothing answers at ${hostname}:${port || 5432}, where DATABASE_URL points: start that Postgres, or unset ` +
      'DATABASE_URL to use the embedded one.',
  );
}

/** @throws {DevError} when nothing listens at any of the KAFKA_BROKERS */
export async function checkBrokers(brokers: readonly string[]): Promise<void> {
  const answers = await Promise.all(
    brokers.map((broker) => {
      const [, host = broker, port = '9092'] = /^(.*?):(\d+)$/.exec(broker) ?? [];
      return reachable(host, Number(port));
    }),
  );
  if (answers.includes(true)) return;
  throw new DevError(
    `nothing answers at KAFKA_BROKERS=${brokers.join(',')}: start that Kafka, or unset KAFKA_BROKERS to use the ` +
      'embedded one.',
  );
}

function reachable(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/^\[(.*)\]$/, '$1'), port, timeout: CONNECT_WITHIN_MS });
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}
