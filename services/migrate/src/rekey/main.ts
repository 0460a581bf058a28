// `npm run rekey`: seals all secrets with the first key of SECRET_KEYS, and retires the others. Exit code 0 when all are,
// 1 when some could not be opened or it failed, 2 when the configuration is not usable.
import { createPool } from '@hopline/postgres/pool';
import { databaseOf } from '@hopline/postgres/settings';
import { configure } from '@hopline/runtime/command-line';
import { describeError } from '@hopline/runtime/errors';
import { createLogger } from '@hopline/telemetry/logger';
import { rekeySettings } from './config.ts';
import { rekeyAll } from './rekey-all.ts';

const config = configure('rekey', rekeySettings, process.argv.slice(2), process.env, [databaseOf]);
const log = createLogger('rekey', config.LOG_LEVEL);
const pool = createPool({
  ...databaseOf(config),
  size: 1,
  applicationName: 'hopline-rekey',
  onIdleError: () => {},
});
try {
  const outcome = await rekeyAll(pool, config.SECRET_KEYS, log);
  log.info(outcome, 'secrets.rekeyed');
  if (outcome.unreadable > 0) process.exitCode = 1;
} catch (error) {
  log.error({ err: error, problem: describeError(error) }, 'rekey.failed');
  process.exitCode = 1;
} finally {
  await pool.end();
}
