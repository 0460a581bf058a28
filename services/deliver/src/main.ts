// The only file of this service that reads the environment and starts something.
import { kafkaConnection } from '@hopline/kafka/settings';
import { databaseOf } from '@hopline/postgres/settings';
import { configure } from '@hopline/runtime/command-line';
import { inOrder } from '@hopline/runtime/lifecycle';
import { runService } from '@hopline/runtime/run-service';
import { createLogger } from '@hopline/telemetry/logger';
import { createTracing } from '@hopline/telemetry/tracing';
import { deliverSettings, stopGraceMs } from './config.ts';
import { buildService } from './service.ts';

const config = configure('deliver', deliverSettings, process.argv.slice(2), process.env, [
  kafkaConnection,
  databaseOf,
]);
const log = createLogger('deliver', config.LOG_LEVEL);
const service = inOrder('deliver', [
  createTracing('hopline-deliver', process.env, log),
  buildService(config, log),
]);
await runService(service, log, stopGraceMs(config));
