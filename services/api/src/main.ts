// The only file of this service that reads the environment and starts something.
import { kafkaConnection } from '@hopline/kafka/settings';
import { checkUrls, databaseOf, directDatabaseOf } from '@hopline/postgres/settings';
import { configure } from '@hopline/runtime/command-line';
import { inOrder } from '@hopline/runtime/lifecycle';
import { runService } from '@hopline/runtime/run-service';
import { createLogger } from '@hopline/telemetry/logger';
import { createTracing } from '@hopline/telemetry/tracing';
import { apiSettings, stopGraceMs } from './config.ts';
import { buildService } from './service.ts';

const config = configure('api', apiSettings, process.argv.slice(2), process.env, [
  kafkaConnection,
  databaseOf,
  directDatabaseOf,
  ({ DATABASE_READ_URL }) => checkUrls({ DATABASE_READ_URL }),
]);
const log = createLogger('api', config.LOG_LEVEL);
const service = inOrder('api', [createTracing('hopline-api', process.env, log), buildService(config, log)]);
await runService(service, log, stopGraceMs(config));
