// The only file of this service that reads the environment and starts something.
import { parseArgs } from 'node:util';
import { ConfigError } from '@hopline/runtime/errors';
import { inOrder } from '@hopline/runtime/lifecycle';
import { runService } from '@hopline/runtime/run-service';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger } from '@hopline/telemetry/logger';
import { createTracing } from '@hopline/telemetry/tracing';
import { type DeliverConfig, deliverSettings } from './config.ts';
import { buildService } from './service.ts';

const { values: flags } = parseArgs({
  options: { help: { type: 'boolean' }, 'check-config': { type: 'boolean' } },
});

if (flags.help) {
  console.log('deliver: posts webhooks. Its settings, in the environment:\n');
  for (const [name, { description, default: fallback }] of Object.entries(deliverSettings)) {
    console.log(`  ${name.padEnd(24)} ${description}${fallback === undefined ? '' : ` [${fallback}]`}`);
  }
  process.exit(0);
}
const config = readConfig();
if (flags['check-config']) {
  console.log('the configuration is usable');
  process.exit(0);
}
const log = createLogger('deliver', config.LOG_LEVEL);
const service = inOrder('deliver', [
  createTracing('hopline-deliver', process.env),
  buildService(config, log),
]);
await runService(service, log, config.SHUTDOWN_GRACE);

function readConfig(): DeliverConfig {
  try {
    return loadSettings(deliverSettings, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
