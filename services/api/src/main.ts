// The only file of this service that reads the environment and starts something.
import { configure } from '@hopline/runtime/command-line';
import { inOrder } from '@hopline/runtime/lifecycle';
import { runService } from '@hopline/runtime/run-service';
import { createLogger } from '@hopline/telemetry/logger';
import { createTracing } from '@hopline/telemetry/tracing';
import { apiSettings, stopGraceMs } from './config.ts';
import { buildService } from './service.ts';

const config = configure('api', apiSettings, process.argv.slice(2), process.env);
const log = createLogger('api', config.LOG_LEVEL);
const service = inOrder('api', [createTracing('hopline-api', process.env, log), buildService(config, log)]);
await runService(service, log, stopGraceMs(config));
