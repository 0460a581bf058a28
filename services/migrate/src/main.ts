import { kafkaConnection } from '@hopline/kafka/settings';
import { directDatabaseOf } from '@hopline/postgres/settings';
import { configure } from '@hopline/runtime/command-line';
import { describeError } from '@hopline/runtime/errors';
import { createLogger } from '@hopline/telemetry/logger';
import { migrateSettings } from './config.ts';
import { migrateAll } from './migrate-all.ts';

const config = configure('migrate', migrateSettings, process.argv.slice(2), process.env, [
  kafkaConnection,
  directDatabaseOf,
]);
const log = createLogger('migrate', config.LOG_LEVEL);
try {
  await migrateAll(config, log);
} catch (error) {
  log.error({ err: error, problem: describeError(error) }, 'migrate.failed');
  process.exitCode = 1;
}
