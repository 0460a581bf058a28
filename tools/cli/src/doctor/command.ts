// `hopline doctor`.
import type { KafkaInspector } from '@hopline/kafka/inspector-port';
import { migrateSettings } from '@hopline/migrate/config';
import { describeError } from '@hopline/runtime/errors';
import { loadSettings, setting } from '@hopline/runtime/settings';
import { registrySettings } from '@hopline/wire/registry';
import { secretSettings } from '@hopline/wire/secret-settings';
import type { Command } from 'commander';
import { apiUrl } from '../api/client.ts';
import type { Cli } from '../cli.ts';
import { databaseName, openKafka, openPostgres } from '../connect.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { namesOf, wantedTopics } from '../wanted.ts';
import { apiChecks } from './api-checks.ts';
import { type Check, type Result, skipped } from './check.ts';
import { kafkaChecks } from './kafka-checks.ts';
import { postgresChecks } from './postgres-checks.ts';
import { printResults } from './print-results.ts';
import { settingsCheck } from './settings-check.ts';

async function runDoctor(cli: Cli, { json }: { json?: true }): Promise<ExitCode> {
  const { env, terminal } = cli;
  let kafka: Promise<KafkaInspector> | undefined;
  await using pool = openPostgres(env);
  const connect = () => {
    kafka ??= openKafka(env);
    return kafka;
  };
  const checks = [
    settingsCheck(env, cli.npmStart),
    ...kafkaChecks(
      connect,
      () => wantedTopics(env),
      () => namesOf(env),
    ),
    ...postgresChecks(pool, databaseName(env), () => secretKeysOf(env)),
    ...apiChecks({
      url: apiUrl(env),
      adminToken: env.ADMIN_TOKEN,
      otlpUrl: env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT || undefined,
      registry: registryOf(env),
    }),
  ];
  try {
    const results = await lookAtAll(checks);
    if (json) terminal.json({ healthy: isHealthy(results), checks: results });
    else terminal.print(printResults(results, terminal.paint));
    return isHealthy(results) ? EXIT.fine : EXIT.wrong;
  } finally {
    await (await kafka?.catch(() => undefined))?.close();
  }
}

/** All at once, but for those that need another one: they wait for it. */
async function lookAtAll(checks: readonly Check[]): Promise<Result[]> {
  const results = new Map<string, Promise<Result>>();
  for (const check of checks) {
    const needed = check.needs === undefined ? undefined : results.get(check.needs);
    results.set(check.name, look(check, needed));
  }
  return await Promise.all(results.values());
}

async function look(check: Check, needed: Promise<Result> | undefined): Promise<Result> {
  const { name, look: ask, otherwise } = check;
  const before = await needed;
  if (before?.verdict === 'failed') return { name, ...skipped(`mend ${before.name} first`) };
  try {
    return { name, ...(await ask()) };
  } catch (error) {
    // Several lines say what to do, which stands in a line of its own here.
    const [detail = ''] = describeError(error).split('\n');
    return { name, verdict: 'failed', detail, todo: otherwise };
  }
}

function isHealthy(results: readonly Result[]): boolean {
  return results.every(({ verdict }) => verdict !== 'failed');
}

function secretKeysOf(env: NodeJS.ProcessEnv) {
  const { SECRET_KEYS } = loadSettings({ SECRET_KEYS: setting.optional(secretSettings.SECRET_KEYS) }, env);
  return SECRET_KEYS;
}

function registryOf(env: NodeJS.ProcessEnv) {
  const { SCHEMA_REGISTRY_AUTH } = migrateSettings;
  const config = loadSettings({ ...registrySettings, SCHEMA_REGISTRY_AUTH }, env);
  if (config.SCHEMA_REGISTRY_URL === undefined) return undefined;
  return { url: config.SCHEMA_REGISTRY_URL, credentials: config.SCHEMA_REGISTRY_AUTH };
}

/** Adds the command to the program. */
export function addDoctor(
  program: Command,
  run: (work: (cli: Cli) => Promise<ExitCode>) => Promise<void>,
): void {
  program
    .command('doctor')
    .description('check every dependency and setting, and say what to do')
    .option('--json', 'one JSON document')
    .action((options) => run((cli) => runDoctor(cli, options)))
    .addHelpText(
      'after',
      `
Changes nothing. What is not set is skipped, and said to be. Exit code 1 when a check failed; warnings are none.

Examples:
  hopline doctor
  hopline doctor --json | jq '.checks[] | select(.verdict == "failed")'`,
    );
}
