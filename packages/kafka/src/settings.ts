import { ConfigError, problemsOf } from '@hopline/runtime/errors';
import { openPemFiles, type PemFiles } from '@hopline/runtime/pem-files';
import { type ConfigOf, setting } from '@hopline/runtime/settings';
import { type KafkaSasl, type KafkaTls, SASL_MECHANISMS } from './security.ts';

/** How to reach Kafka: for whoever only asks it something, such as a command. */
export const kafkaConnectionSettings = {
  KAFKA_BROKERS: setting.list({
    description: 'host:port of one or more brokers, separated by commas',
    default: 'localhost:9092',
  }),
  KAFKA_TLS: setting.flag({
    description: 'encrypts the connections to Kafka, and checks the certificates of the brokers',
    default: 'false',
  }),
  KAFKA_TLS_CA_FILE: setting.optional(
    setting.text({
      description:
        "a PEM file with the authorities of the brokers' certificates; by default those that Node knows",
    }),
  ),
  KAFKA_TLS_CERT_FILE: setting.optional(
    setting.text({ description: 'a PEM file with our own certificate, for brokers that want one (mTLS)' }),
  ),
  KAFKA_TLS_KEY_FILE: setting.optional(
    setting.text({ description: 'a PEM file with the key of that certificate, without a pass phrase' }),
  ),
  KAFKA_SASL_MECHANISM: setting.optional(
    setting.oneOf(SASL_MECHANISMS, {
      description: `how we say to Kafka who we are: ${SASL_MECHANISMS.join(', ')}`,
    }),
  ),
  KAFKA_SASL_USERNAME: setting.optional(
    setting.text({ description: 'our name at Kafka; needs KAFKA_SASL_MECHANISM' }),
  ),
  KAFKA_SASL_PASSWORD: setting.optional(
    setting.text({ description: 'the password of KAFKA_SASL_USERNAME', secret: true }),
  ),
};

/** How to reach Kafka; every service that uses it has these settings. */
export const kafkaSettings = {
  ...kafkaConnectionSettings,
  KAFKA_SESSION_TIMEOUT: setting.duration({
    description: 'after how long without a sign of life a consumer loses its partitions to the others',
    default: '30s',
  }),
};

/** What createPublisher, createWorker and connectAdmin need to know of the cluster. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly tls: KafkaTls | undefined;
  readonly sasl: KafkaSasl | undefined;
}

/**
 * Reads the certificates and looks whether the settings go together.
 * @throws {ConfigError} with every problem at once, without the password
 */
export function kafkaConnection(config: ConfigOf<typeof kafkaConnectionSettings>): KafkaConnection {
  const problems: string[] = [];
  if (config.KAFKA_BROKERS.length === 0) problems.push('KAFKA_BROKERS names no broker');
  let tls: KafkaTls | undefined;
  let sasl: KafkaSasl | undefined;
  problems.push(
    ...problemsOf(() => {
      tls = tlsOf(config);
    }),
    ...problemsOf(() => {
      sasl = saslOf(config);
    }),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return { brokers: config.KAFKA_BROKERS, tls, sasl };
}

function tlsOf(config: ConfigOf<typeof kafkaConnectionSettings>): KafkaTls | undefined {
  const file = (name: 'KAFKA_TLS_CA_FILE' | 'KAFKA_TLS_CERT_FILE' | 'KAFKA_TLS_KEY_FILE') => ({
    setting: name,
    path: config[name],
  });
  const files: PemFiles = {
    ca: file('KAFKA_TLS_CA_FILE'),
    cert: file('KAFKA_TLS_CERT_FILE'),
    key: file('KAFKA_TLS_KEY_FILE'),
  };
  if (config.KAFKA_TLS) return openPemFiles(files);
  const unused = Object.values(files).filter(({ path }) => path !== undefined);
  // Whoever names a certificate does not expect to speak in clear text.
  if (unused.length > 0)
    throw new ConfigError(unused.map(({ setting }) => `${setting} is set, but not KAFKA_TLS=true`));
  return undefined;
}

function saslOf(config: ConfigOf<typeof kafkaConnectionSettings>): KafkaSasl | undefined {
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = config;
  const given = { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password };
  if (mechanism === undefined) {
    const unused = Object.entries(given).filter(([, value]) => value !== undefined);
    if (unused.length === 0) return undefined;
    throw new ConfigError(unused.map(([name]) => `${name} is set, but not KAFKA_SASL_MECHANISM`));
  }
  if (username !== undefined && password !== undefined) return { mechanism, username, password };
  const missing = Object.entries(given).filter(([, value]) => value === undefined);
  throw new ConfigError(
    missing.map(([name]) => `${name} is required with KAFKA_SASL_MECHANISM=${mechanism}`),
  );
}
