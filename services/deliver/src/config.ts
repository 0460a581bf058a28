import { kafkaSettings } from '@hopline/kafka/settings';
import { postgresSettings } from '@hopline/postgres/settings';
import { parseFailpoint } from '@hopline/runtime/failpoint';
import { type ConfigOf, setting } from '@hopline/runtime/settings';
import { telemetrySettings } from '@hopline/telemetry/logger';
import { metricsSettings } from '@hopline/telemetry/metrics';
import { registrySettings } from '@hopline/wire/registry';
import { secretSettings } from '@hopline/wire/secret-settings';
import { wireSettings } from '@hopline/wire/topics';
import { DELIVER_FAILPOINTS } from './failpoints.ts';
import { DELIVER_ROLES, parseRoles } from './roles.ts';

export const deliverSettings = {
  ...wireSettings,
  ...registrySettings,
  ...kafkaSettings,
  ...postgresSettings,
  ...telemetrySettings,
  ...metricsSettings,
  SECRET_KEYS: setting.requiredUnless('DISABLE_WEBHOOK_DELIVERY', secretSettings.SECRET_KEYS),
  PORT: setting.integer({
    description: 'the port of /healthz, /readyz and /metrics',
    default: '8082',
    max: 65_535,
  }),
  HOST: setting.text({ description: 'the address that it listens on', default: '127.0.0.1' }),
  DELIVER_ROLES: setting.parsed(parseRoles, {
    description:
      'what this process does: `deliveries` posts webhooks, `rungs` forwards retries when they are due; some process must do each',
    default: DELIVER_ROLES.join(','),
  }),
  SHUTDOWN_GRACE: setting.optional(
    setting.duration({
      description: 'how long a stop waits for posts under way before it cuts them short',
    }),
    'WEBHOOK_TIMEOUT + 5s',
  ),
  WEBHOOK_TIMEOUT: setting.duration({
    description: 'how long one attempt may take, from the look-up of the name to the end of the answer',
    // Standard Webhooks recommends 15 to 30 s.
    default: '15s',
  }),
  MAX_CONCURRENT_EVENTS: setting.integer({
    description:
      'how many posts may be under way in this process; as many results at most wait to be written, and a crash repeats the posts of both',
    default: '256',
    min: 1,
    max: 10_000,
  }),
  ALLOW_PRIVATE_WEBHOOKS: setting.flag({
    description:
      'lets webhooks go to http:// URLs and private addresses: for development and private networks',
    default: 'false',
  }),
  TRACE_THROUGH_RUNGS: setting.duration({
    description:
      'the longest delay of a retry that stays in the trace of its event; after a longer one a trace begins that is linked to it. Less than what a collector that samples whole traces waits for one',
    default: '30s',
  }),
  BREAKER_OPEN: setting.duration({
    description:
      'how long an endpoint that fails again and again is left alone before it is tried with one post; twice as long after each try that fails, up to 20 times this',
    default: '30s',
  }),
  DISABLE_ENDPOINT_AFTER: setting.duration({
    description: 'an endpoint is disabled after so long a time of nothing but failures',
    default: '5d',
  }),
  DISABLE_WEBHOOK_DELIVERY: setting.flag({
    description:
      'cancels deliveries instead of posting them: for a copy of an installation; needs no SECRET_KEYS',
    default: 'false',
  }),
  FAILPOINT: setting.optional(
    setting.parsed((text) => parseFailpoint(text, DELIVER_FAILPOINTS), {
      description: 'for tests: where the process kills itself',
    }),
  ),
};

export type DeliverConfig = ConfigOf<typeof deliverSettings>;

/** How much longer than a post may take a stop waits, unless it is told: for its result to be written and published. */
const STOP_MARGIN_MS = 5000;

/** How long a stop may drain, in milliseconds. */
export function stopGraceMs(config: Pick<DeliverConfig, 'SHUTDOWN_GRACE' | 'WEBHOOK_TIMEOUT'>): number {
  return config.SHUTDOWN_GRACE ?? config.WEBHOOK_TIMEOUT + STOP_MARGIN_MS;
}
