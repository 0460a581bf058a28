// What `npm start` can be told, by arguments and by the environment.
import { parseArgs } from 'node:util';
import { DevError } from './dev-error.ts';

export interface DevOptions {
  readonly help: boolean;
  readonly fresh: boolean;
  readonly json: boolean;
  /** Every line of the services' logs goes to the console, and not warnings and errors alone. */
  readonly lines: boolean;
  /** Absolute or relative to the working directory; undefined for `.hopline` of the checkout. */
  readonly directory: string | undefined;
  readonly ports: Readonly<Record<PortName, number>>;
  /** Used instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** Used instead of the embedded one. */
  readonly kafkaBrokers: readonly string[] | undefined;
  readonly adminToken: string | undefined;
  readonly javaHome: string | undefined;
  /** Passed on to the services. */
  readonly env: NodeJS.ProcessEnv;
}

export type PortName = keyof typeof PORTS;

const PORTS = {
  api: { option: 'port', variable: 'PORT', fallback: 8080, what: 'the API' },
  persist: {
    option: 'persist-port',
    variable: 'PERSIST_PORT',
    fallback: 8081,
    what: "persist's health and metrics",
  },
  deliver: {
    option: 'deliver-port',
    variable: 'DELIVER_PORT',
    fallback: 8082,
    what: "deliver's health and metrics",
  },
  kafka: { option: 'kafka-port', variable: 'KAFKA_PORT', fallback: 9092, what: 'Kafka' },
  postgres: { option: 'postgres-port', variable: 'POSTGRES_PORT', fallback: 54_320, what: 'Postgres' },
} as const;

/** How a person changes that port. */
export function portOption(name: PortName): string {
  return `--${PORTS[name].option}`;
}

/**
 * Reads the arguments and the environment; an argument wins over a variable.
 * @throws {DevError} naming what is wrong
 */
export function parseOptions(args: readonly string[], env: NodeJS.ProcessEnv): DevOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = (() => {
    try {
      return parseArgs({
        args: [...args],
        options: {
          help: { ...flag, short: 'h' },
          fresh: flag,
          json: flag,
          lines: flag,
          directory: text,
          port: text,
          'persist-port': text,
          'deliver-port': text,
          'kafka-port': text,
          'postgres-port': text,
        },
      });
    } catch (error) {
      const [first = ''] = (error as Error).message.split(/\. |\n/);
      throw new DevError(`${first.replace(/\.$/, '')}: \`npm start -- --help\` lists the options.`);
    }
  })();
  const port = (name: PortName) => {
    const { option, variable, fallback } = PORTS[name];
    const given = values[option] ?? (env[variable] || undefined);
    if (given === undefined) return fallback;
    if (/^\d{1,5}$/.test(given) && Number(given) <= 65_535) return Number(given);
    const where = values[option] === undefined ? variable : `--${option}`;
    throw new DevError(
      `${where}=${given} is not a port: give a number from 1 to 65535, or 0 for a free one.`,
    );
  };
  const brokers = env.KAFKA_BROKERS?.split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
  return {
    help: values.help,
    fresh: values.fresh,
    json: values.json,
    lines: values.lines,
    directory: values.directory ?? (env.HOPLINE_DIRECTORY || undefined),
    ports: {
      api: port('api'),
      persist: port('persist'),
      deliver: port('deliver'),
      kafka: port('kafka'),
      postgres: port('postgres'),
    },
    databaseUrl: env.DATABASE_URL || undefined,
    kafkaBrokers: brokers?.length ? brokers : undefined,
    adminToken: env.ADMIN_TOKEN || undefined,
    javaHome: env.JAVA_HOME || undefined,
    env,
  };
}

/** The text of `npm start -- --help`. */
export function helpText(): string {
  const ports = Object.values(PORTS).map(({ option, variable, fallback, what }) => {
    const left = `  --${option} N`.padEnd(24);
    return `${left}${what}: ${fallback} by default, 0 for a free one (or ${variable})`;
  });
  return `npm start [-- options]    runs the whole of Hopline on this machine until Ctrl-C

  --fresh               forget all data first; what was downloaded is kept
  --lines               show every line of the services' logs, in a readable form; LOG_LEVEL=debug for more
  --json                print one line of JSON on stdout when ready, everything else on stderr
  --directory DIR       where data and logs live: .hopline by default (or HOPLINE_DIRECTORY)
${ports.join('\n')}
  --help                this text

DATABASE_URL and KAFKA_BROKERS, when set, are used instead of the embedded Postgres and Kafka.
ADMIN_TOKEN is the admin token, of 32 characters or more; without it one is made once and kept. All other variables, such as
RETRY_LADDER or OTEL_EXPORTER_OTLP_ENDPOINT, are passed on to the services.
`;
}
