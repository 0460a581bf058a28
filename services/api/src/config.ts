import { kafkaSettings } from '@hopline/kafka/settings';
import { postgresSettings } from '@hopline/postgres/settings';
import { type ConfigOf, setting } from '@hopline/runtime/settings';
import { telemetrySettings } from '@hopline/telemetry/logger';
import { metricsSettings } from '@hopline/telemetry/metrics';
import { wireSettings } from '@hopline/wire/topics';

const MIN_TOKEN_LENGTH = 16;

export const apiSettings = {
  ...wireSettings,
  ...kafkaSettings,
  ...postgresSettings,
  ...telemetrySettings,
  ...metricsSettings,
  PORT: setting.integer({ description: 'the port of the HTTP API', default: '8080', max: 65_535 }),
  HOST: setting.text({
    description: 'the address that it listens on; 0.0.0.0 in a container',
    default: '127.0.0.1',
  }),
  ADMIN_TOKEN: setting.parsed(parseToken, {
    description: `the token that makes organizations and their keys, at least ${MIN_TOKEN_LENGTH} characters`,
    secret: true,
  }),
  ALLOW_PRIVATE_WEBHOOKS: setting.flag({
    description:
      'lets webhooks go to http:// URLs and private addresses: for development and private networks',
    default: 'false',
  }),
  ACCEPT_TIMEOUT: setting.duration({
    description:
      'how long an event may wait for Kafka, counted from its admission, before it is answered 503',
    default: '5s',
  }),
  SLOW_REQUEST: setting.duration({
    description:
      'a request that takes this long gets a warning in the log, one that takes ten times as long an error',
    default: '100ms',
  }),
  RATE_LIMIT_FREE: setting.integer({
    description: 'events a minute of an organization of tier free that has no limit of its own',
    default: '1000',
    min: 1,
  }),
  RATE_LIMIT_PRO: setting.integer({
    description: 'events a minute of an organization of tier pro that has no limit of its own',
    default: '60000',
    min: 1,
  }),
  RATE_LIMIT_WINDOW: setting.duration({
    description: 'the sliding window in which rate limits count; other than a minute only for tests',
    default: '1m',
  }),
  DATABASE_LISTEN_URL: setting.optional(
    setting.text({
      description:
        'a postgres:// URL that leads to Postgres itself, for notices of revoked keys; needed when DATABASE_URL leads to a pooler in transaction mode; by default DATABASE_URL',
      secret: true,
    }),
  ),
  SHUTDOWN_GRACE: setting.duration({
    description: 'how long a stop waits for requests under way before it cuts them short',
    default: '10s',
  }),
};

export type ApiConfig = ConfigOf<typeof apiSettings>;

function parseToken(text: string): string {
  // What is wrong is said without the token itself.
  if (text.length < MIN_TOKEN_LENGTH) throw new RangeError(`is shorter than ${MIN_TOKEN_LENGTH} characters`);
  if (!/^[\x21-\x7e]+$/.test(text)) throw new RangeError('has other than visible ASCII characters');
  return text;
}
