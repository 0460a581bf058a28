import { kafkaSettings } from '@hopline/kafka/settings';
import { postgresSettings } from '@hopline/postgres/settings';
import { parseFailpoint } from '@hopline/runtime/failpoint';
import { type ConfigOf, setting } from '@hopline/runtime/settings';
import { telemetrySettings } from '@hopline/telemetry/logger';
import { metricsSettings } from '@hopline/telemetry/metrics';
import { registrySettings } from '@hopline/wire/registry';
import { wireSettings } from '@hopline/wire/topics';
import { PERSIST_FAILPOINTS, REPLAY_FAILPOINTS } from './failpoints.ts';

export const persistSettings = {
  ...wireSettings,
  ...registrySettings,
  ...kafkaSettings,
  ...postgresSettings,
  ...telemetrySettings,
  ...metricsSettings,
  POOL_SIZE: setting.integer({
    description: 'the number of Postgres connections: two for the sweeper, the others write a batch each',
    default: '10',
    // The turns of the sweeper, of retention and of replays hold one each, and wait for another one to work with.
    min: 4,
    max: 500,
  }),
  PORT: setting.integer({
    description: 'the port of /healthz, /readyz and /metrics',
    default: '8081',
    max: 65_535,
  }),
  HOST: setting.text({ description: 'the address that it listens on', default: '127.0.0.1' }),
  SHUTDOWN_GRACE: setting.duration({
    description: 'how long a stop waits for batches under way',
    default: '10s',
  }),
  // A shorter one would set aside events that were accepted, when persist has been away for some days, and a mistake such
  // as `30m` for `30d` would drop nearly everything at once.
  EVENT_RETENTION: setting.duration({
    description:
      'how long events are kept, with their deliveries, and replays after their end; a day that is over it as a whole is dropped, and an event that is older when it is read is set aside. At least `8d`: Kafka has them for 7 days',
    default: '30d',
    min: '8d',
  }),
  RETENTION_INTERVAL: setting.duration({
    description: 'how often days that are over EVENT_RETENTION are looked for',
    default: '10m',
  }),
  SWEEP_INTERVAL: setting.duration({
    description: 'how often what a crash left behind is looked for',
    default: '30s',
  }),
  SWEEP_AFTER: setting.duration({
    description:
      'how long something must have been due, or dead without a dead letter, before the sweeper sees to it',
    default: '60s',
  }),
  REPLAY_RATE: setting.integer({
    description:
      'how many deliveries a second all replays together may make pending again, however many run: about a tenth of what the deliver processes carry',
    default: '100',
    min: 1,
    max: 10_000,
  }),
  REPLAY_INTERVAL: setting.duration({
    description: 'how often replays to work off are looked for while there are none',
    default: '5s',
  }),
  SLOW_EVENT: setting.duration({
    description:
      'an event that takes this long from its append to its row is slow: each batch with such events gets a warning in the log',
    default: '100ms',
  }),
  FAILPOINT: setting.optional(
    setting.parsed((text) => parseFailpoint(text, [...PERSIST_FAILPOINTS, ...REPLAY_FAILPOINTS]), {
      description: 'for tests: where the process kills itself',
    }),
  ),
};

export type PersistConfig = ConfigOf<typeof persistSettings>;
