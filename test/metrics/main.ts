// `npm run verify:metrics`: the alert rules and their tests; then the whole system under load with a real Prometheus, and
// every panel's query. What goes on to standard error, `N passed, N failed` to standard output.
import { parseArgs } from 'node:util';
import { startPostgres } from '@hopline/dev/embedded-postgres';
import { describeError } from '@hopline/runtime/errors';
import { type Cleanup, withCleanup } from '../support/cleanup.ts';
import { makeTemplate } from '../support/database.ts';
import { startOtlpSink } from '../support/otlp-sink.ts';
import { startSystem } from '../support/system.ts';
import { until } from '../support/until.ts';
import { Checks } from './checks.ts';
import { checkExemplars } from './exemplar-checks.ts';
import { findPrometheus } from './find-prometheus.ts';
import { checkLiveRules } from './live-rule-checks.ts';
import { startLoad } from './load.ts';
import { checkPanels } from './panel-checks.ts';
import { type Prometheus, startPrometheus } from './prometheus.ts';
import { checkRules } from './rule-checks.ts';
import { makeTenants } from './tenants.ts';

const USAGE = `npm run verify:metrics [-- options]
  Checks and tests the alert rules of deploy/prometheus with promtool; then starts the whole system and a real
  Prometheus, sends load, and runs the query of every panel of the dashboards.
  --rules   only the rules and their tests
  --help    this text
PROMETHEUS and PROMTOOL are the two programs to use, by default those on the PATH; else Debian's package is fetched.
Exit code 0: all passed; 1: something failed; 2: it could not be done.`;

/** How long the load may take until all that it should bring about has happened. */
const LOAD_LIMIT_MS = 180_000;
/** What takes longest to come: each must have begun before panels are looked at, which then have some seconds more. */
const SIGNS = [
  'webhook_deliveries_total{status="dead"}',
  'webhook_deliveries_total{status="retried"}',
  'webhook_deliveries_total{status="cancelled"}',
  'webhook_attempts_total{outcome="timeout"}',
  'event_delivered_seconds_count{attempt="later"}',
  'events_dead_lettered_total',
  'retry_lateness_seconds_count',
  'endpoints_failing',
  'dead_letters{topic=~".+deliveries.+"}',
  'dead_letters{topic=~".+events.+"}',
];
const AFTER_SIGNS_MS = 5000;
/** Comes once the load has ended: a replay stands aside while fresh deliveries are late, as they are on a busy machine. */
const LAST_SIGN = 'replay_deliveries_total';

const say = (text: string) => process.stderr.write(`${text}\n`);

/** With short times, so that a minute shows what takes hours otherwise. */
const ENV = {
  RETRY_LADDER: '1s,2s',
  WEBHOOK_TIMEOUT: '1s',
  BREAKER_OPEN: '1s',
  SWEEP_INTERVAL: '1s',
  REPLAY_INTERVAL: '1s',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_TRACES_SAMPLER: 'always_on',
  OTEL_BSP_SCHEDULE_DELAY: '500',
};

async function checkRunning(t: Cleanup, binary: string, checks: Checks): Promise<void> {
  say('starting Kafka, Postgres and the services');
  const postgres = await startPostgres({ durable: false });
  t.after(() => postgres.close());
  const admin = new URL(postgres.url);
  admin.pathname = '/postgres';
  await makeTemplate(admin.href);
  process.env.TEST_DATABASE_ADMIN_URL = admin.href;
  const sink = await startOtlpSink(t);
  const system = await startSystem(t, { ...ENV, OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
  const hostOf = (url: string) => new URL(url).host;
  const prometheus = await startPrometheus(t, binary, {
    'hopline-api': hostOf(system.url),
    'hopline-persist': hostOf(system.service('persist').url),
    'hopline-deliver': hostOf(system.service('deliver').url),
  });
  await until('Prometheus has scraped all services', async () => (await prometheus.value('sum(up)')) === 3);

  say('sending load');
  const sinceMs = Date.now();
  const load = await startLoad(t, system, await makeTenants(t, system));
  for (const sign of SIGNS) {
    const isThere = () => {
      load.check();
      return isAboveZero(prometheus, sign);
    };
    await until(`${sign} is above 0`, isThere, LOAD_LIMIT_MS);
  }
  const enough = Date.now() + AFTER_SIGNS_MS;
  await until('the load has gone on for some seconds', () => Date.now() > enough);
  await load.stop();
  await until(`${LAST_SIGN} is above 0`, () => isAboveZero(prometheus, LAST_SIGN), LOAD_LIMIT_MS);

  say('asking every panel');
  await checkLiveRules(prometheus, checks);
  await checkPanels(prometheus, sinceMs, checks);
  await checkExemplars(prometheus, sink, sinceMs, checks);
}

async function isAboveZero(prometheus: Prometheus, selector: string): Promise<boolean> {
  return ((await prometheus.value(`sum(${selector})`)) ?? 0) > 0;
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { rules: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const checks = new Checks(say);
  const { prometheus, promtool } = await findPrometheus(say);
  say('testing the alert rules');
  await checkRules(promtool, checks);
  if (!values.rules) await withCleanup((t) => checkRunning(t, prometheus, checks));
  console.log(`${checks.passed} passed, ${checks.failures.length} failed`);
  return checks.failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(`verify:metrics: ${describeError(error)}`);
  process.exitCode = 2;
}
