// The only file of this service that reads the environment and starts something.
import { kafkaConnection } from '@hopline/kafka/settings';
import { databaseOf } from '@hopline/postgres/settings';
import { configure } from '@hopline/runtime/command-line';
import { inOrder } from '@hopline/runtime/lifecycle';
import { runService } from '@hopline/runtime/run-service';
import { createLogger } from '@hopline/telemetry/logger';
import { createTracing } from '@hopline/telemetry/tracing';
import { persistSettings } from './config.ts';
import { buildService } from './service.ts';

const config = configure('persist', persistSettings, process.argv.slice(2), process.env, [
  kafkaConnection,
  databaseOf,
]);
const log = createLogger('persist', config.LOG_LEVEL);
const service = inOrder('persist', [
  createTracing('hopline-persist', process.env, log),
  buildService(config, log),
]);
await runService(service, log, config.SHUTDOWN_GRACE);
