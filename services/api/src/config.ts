import { kafkaSettings } from '@hopline/kafka/settings';
import { directSettings, postgresSettings } from '@hopline/postgres/settings';
import { type ConfigOf, setting } from '@hopline/runtime/settings';
import { telemetrySettings } from '@hopline/telemetry/logger';
import { metricsSettings } from '@hopline/telemetry/metrics';
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from '@hopline/wire/limits';
import { registrySettings } from '@hopline/wire/registry';
import { secretSettings } from '@hopline/wire/secret-settings';
import { wireSettings } from '@hopline/wire/topics';
import { API_ROLES, parseRoles } from './roles.ts';

/** What 128 random bits come to in hexadecimal digits: fewer could be found by trying. */
const MIN_TOKEN_LENGTH = 32;

const TRACE_ID_PLACE = '{trace_id}';
const EXAMPLE_TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

export const apiSettings = {
  ...wireSettings,
  ...registrySettings,
  ...kafkaSettings,
  ...postgresSettings,
  ...directSettings,
  ...telemetrySettings,
  ...metricsSettings,
  ...secretSettings,
  API_ROLES: setting.parsed(parseRoles, {
    description:
      'what this process serves: ingest (POST /api/events and /api/events/batch), control (all else of the API), or both; health, metrics and the description are served in any case',
    default: API_ROLES.join(','),
  }),
  PORT: setting.integer({ description: 'the port of the HTTP API', default: '8080', max: 65_535 }),
  HOST: setting.text({
    description: 'the address that it listens on; 0.0.0.0 in a container',
    default: '127.0.0.1',
  }),
  ADMIN_TOKEN: setting.parsed(parseToken, {
    description: `the token that makes organizations and their keys, at least ${MIN_TOKEN_LENGTH} visible ASCII characters; \`openssl rand -hex 32\` makes one`,
    secret: true,
  }),
  REPLACE_KEY_HASHES_AFTER: setting.duration({
    description:
      'how long this process runs before it gives keys that a release before stored as argon2id a SHA-256, which that release cannot read: longer than a rollout and the time in which it may be rolled back',
    default: '1h',
  }),
  PUBLIC_URL: setting.optional(
    setting.parsed(parsePublicUrl, {
      description:
        'where browsers reach this API and the console at /console, such as https://hopline.example.com; with https the cookie of a session is taken from nothing else. Without it links to the customer portal name the host that they were asked for with',
    }),
  ),
  PORTAL_FRAME_ORIGINS: setting.parsed(parseOrigins, {
    description:
      'the origins whose pages may show the customer portal in a frame, separated by commas, such as https://app.example.com; none by default',
    default: '',
  }),
  TRACE_URL: setting.optional(
    setting.parsed(parseTraceUrl, {
      description:
        'where the console links trace ids to, with `{trace_id}` in place of the id, such as http://jaeger.example.com/trace/{trace_id}; customers of a portal get no such links. Without it trace ids are text',
    }),
  ),
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
  DATABASE_READ_URL: setting.optional(
    setting.text({
      description:
        'a postgres:// URL of a replica, through the same kind of pooler, for reads that may be a little behind (the inbox), with POOL_SIZE connections of its own; by default DATABASE_URL, with those that there are',
      secret: true,
    }),
  ),
  BUFFER_RECORDS: setting.integer({
    description: 'how many events may wait for Kafka; beyond it, 429',
    default: '10000',
    // A batch is taken as a whole, or not.
    min: MAX_BATCH_EVENTS,
  }),
  BUFFER_BYTES: setting.integer({
    description:
      'how many bytes of events may wait for Kafka; beyond it, 429. Large bodies wait for room before they are read',
    default: String(32 * 1024 * 1024),
    min: 2 * MAX_BATCH_BYTES,
  }),
  MAX_PARTITION_BACKLOG: setting.integer({
    description:
      'how many records of a partition may wait to be stored before those who put most into it get 429',
    default: '50000',
    min: 1,
  }),
  MAX_CONNECTIONS: setting.integer({
    description: 'how many connections this process has at most; further ones are closed at once',
    default: '4000',
    min: 1,
  }),
  MAX_EVENT_LOOP_DELAY: setting.duration({
    description:
      'how late the event loop may be, on the average of a second and twice in a row, before events get 503',
    default: '1s',
  }),
  MAX_HEAP_BYTES: setting.optional(
    setting.integer({
      description:
        "how much of the JavaScript heap may be in use before events get 503; without it nine tenths of Node's limit",
      min: 1,
    }),
  ),
  MAX_RSS_BYTES: setting.optional(
    setting.integer({
      description:
        'how much memory the process may have before events get 503; memory that Node no longer needs often counts too',
      min: 1,
    }),
  ),
  SHUTDOWN_DELAY: setting.duration({
    description:
      'how long a stop goes on taking requests, while /readyz says 503 already, until load balancers send no more; longer than they take to find out',
    default: '0s',
  }),
  SHUTDOWN_GRACE: setting.duration({
    description: 'how long a stop waits for requests under way before it cuts them short',
    default: '10s',
  }),
};

export type ApiConfig = ConfigOf<typeof apiSettings>;

/** How long a stop may take in all, in milliseconds. */
export function stopGraceMs(config: Pick<ApiConfig, 'SHUTDOWN_DELAY' | 'SHUTDOWN_GRACE'>): number {
  return config.SHUTDOWN_DELAY + config.SHUTDOWN_GRACE;
}

/** @throws {RangeError} */
function parsePublicUrl(text: string): string {
  const url = URL.parse(text);
  // The console and the API have their paths from the root on; a password would stand in each link.
  if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`)
    throw new RangeError('is not an http or https URL of a host alone, such as https://hopline.example.com');
  return url.origin;
}

/** No wildcard, and nothing that would end the policy that it stands in. */
const ORIGIN = /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?$/;

/** @throws {RangeError} */
function parseTraceUrl(text: string): string {
  const url = URL.parse(text.replaceAll(TRACE_ID_PLACE, EXAMPLE_TRACE_ID));
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new RangeError(`"${text}" is not an http or https URL`);
  if (!`${url.pathname}${url.search}${url.hash}`.includes(EXAMPLE_TRACE_ID))
    throw new RangeError(`"${text}" does not say behind its host where the trace id goes: ${TRACE_ID_PLACE}`);
  return text;
}

/** @throws {RangeError} */
function parseOrigins(text: string): readonly string[] {
  const origins = text.split(',').flatMap((part) => part.trim() || []);
  const wrong = origins.find((one) => !ORIGIN.test(one) || URL.parse(one)?.origin !== one);
  if (wrong !== undefined) throw new RangeError(`"${wrong}" is no origin, such as https://app.example.com`);
  return origins;
}

function parseToken(text: string): string {
  // What is wrong is said without the token itself.
  if (text.length < MIN_TOKEN_LENGTH) throw new RangeError(`is shorter than ${MIN_TOKEN_LENGTH} characters`);
  if (!/^[\x21-\x7e]+$/.test(text)) throw new RangeError('has other than visible ASCII characters');
  return text;
}
