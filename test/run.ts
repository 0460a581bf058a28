// `npm test`: typecheck, lint and unit tests by turbo, then everything that needs real servers by Node's test runner,
// with one Kafka and one Postgres for all of it (support/setup.ts). Closes with one line that counts all tests.
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const USAGE = `npm test [-- options] [file …]
  Runs typecheck, lint, unit, integration, guarantee and end-to-end tests on a real Kafka and Postgres.
  file …        only these test files (globs), without typecheck, lint and unit tests
  --unit        only typecheck, lint and unit tests
  --alone       only the guarantees that compare times, one at a time (npm run test:alone)
  --tools       only how npm start brings up its servers and ends them, and the command line (npm run test:tools)
  --contract    only the contract suite of the Kafka port, on one broker, and TLS to Kafka and Postgres (npm run test:contract)
  --cluster     only the contract suite on three brokers (npm run test:cluster)
  --pooler      only the system through a real PgBouncer (npm run verify:pooler)
  --registry    only what needs a real schema registry (npm run verify:registry)
  --traces      only what needs a real back end for traces (npm run verify:traces)
  --conformance only the rules of Standard Webhooks, checked by libraries of three languages (npm run conformance)
  --receivers   only examples/receivers, driven by the real system (npm run verify:receivers)
  --python      only the Python client, on a real system (npm run verify:python)
  --deploy      only deploy/, with the tools that read it (npm run verify:deploy)
  --chart       only helm/hopline, with Helm and the schemas of Kubernetes (npm run verify:chart)
  --sdk         only the TypeScript client, on a real system that fails, in Node, Deno and Bun (npm run verify:sdk)
  --help        this text`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    unit: { type: 'boolean' },
    alone: { type: 'boolean' },
    tools: { type: 'boolean' },
    contract: { type: 'boolean' },
    cluster: { type: 'boolean' },
    pooler: { type: 'boolean' },
    registry: { type: 'boolean' },
    traces: { type: 'boolean' },
    conformance: { type: 'boolean' },
    receivers: { type: 'boolean' },
    python: { type: 'boolean' },
    deploy: { type: 'boolean' },
    chart: { type: 'boolean' },
    sdk: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const root = join(import.meta.dirname, '..');
// Those that take long come first: one that begins last would be waited for alone.
const SERVER_TESTS = ['test/guarantees/*.test.ts', 'test/{e2e,integration,structure}/*.test.ts'];
const TOOLS_TESTS = ['tools/*/test/**/*.test.ts'];
const CONTRACT_TESTS = ['test/contract/*.test.ts'];
// They compare times, so nothing else may run beside them.
const LONE_TESTS = ['test/guarantees/alone/*.test.ts'];
const CLUSTER_TESTS = ['test/contract/cluster/*.test.ts'];
const POOLER_TESTS = ['test/pooler/*.test.ts'];
const REGISTRY_TESTS = ['test/contract/registry/*.test.ts'];
const TRACES_TESTS = ['test/traces/*.test.ts'];
const CONFORMANCE_TESTS = ['test/conformance/*.test.ts'];
const RECEIVERS_TESTS = ['test/receivers/*.test.ts'];
const PYTHON_TESTS = ['test/python/*.test.ts'];
const DEPLOY_TESTS = ['test/deploy/*.test.ts'];
const CHART_TESTS = ['test/chart/*.test.ts'];
const SDK_TESTS = ['test/sdk/*.test.ts'];
// Hundreds of processes load the same modules: what Node makes of them is kept from one to the next, and from run to run.
const NODE_COMPILE_CACHE = join(root, 'node_modules/.cache/node-compile');
// A file that hangs must not take CI's whole time, and be named. They bound nothing else: on a machine that has other work the
// longest file has taken five minutes, and all of them half an hour.
const FILE_LIMIT_MS = 12 * 60_000;
/** Of one that starts and stops brokers again and again. */
const BROKERS_LIMIT_MS = 15 * 60_000;
const STAGE_LIMIT_MS = 45 * 60_000;

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const problems: string[] = [];

if (positionals.length > 0) serverTests('chosen tests', positionals);
else if (values.alone) {
  serverTests('guarantees that compare times, one at a time', LONE_TESTS, {
    atOnce: 1,
    // A measurement that something else has spoilt is made again.
    limitMs: 15 * 60_000,
  });
} else if (values.tools) {
  serverTests('npm start and its servers, the command line', TOOLS_TESTS, { limitMs: BROKERS_LIMIT_MS });
} else if (values.contract) serverTests('contract suite of the Kafka port', CONTRACT_TESTS);
else if (values.cluster) {
  serverTests('three-broker contract suite', CLUSTER_TESTS, {
    withServers: false,
    limitMs: BROKERS_LIMIT_MS,
  });
} else if (values.pooler) {
  serverTests('through a real PgBouncer', POOLER_TESTS);
} else if (values.registry) {
  serverTests('on a real schema registry', REGISTRY_TESTS);
} else if (values.traces) {
  serverTests('on a real back end for traces', TRACES_TESTS, { limitMs: 20 * 60_000 });
} else if (values.conformance) {
  serverTests('the rules of Standard Webhooks', CONFORMANCE_TESTS);
} else if (values.receivers) {
  // The first run builds SQLite for Go.
  serverTests('examples/receivers', RECEIVERS_TESTS, { limitMs: 20 * 60_000 });
} else if (values.python) {
  serverTests('the Python client', PYTHON_TESTS, { atOnce: 1, limitMs: 15 * 60_000 });
} else if (values.deploy) {
  serverTests('deploy/ with the tools that read it', DEPLOY_TESTS, {
    withServers: false,
    // The first run builds a collector.
    limitMs: 20 * 60_000,
  });
} else if (values.chart) {
  serverTests('helm/hopline with Helm and the schemas of Kubernetes', CHART_TESTS, {
    withServers: false,
    // Two at once are as many as there are cores, and the first run builds Helm.
    atOnce: 2,
    limitMs: 20 * 60_000,
  });
} else if (values.sdk) {
  // The first run fetches three runtimes.
  serverTests('the TypeScript client', SDK_TESTS, { limitMs: 15 * 60_000 });
} else {
  unitTests();
  // With a wrong type or a failing unit test the slow half would only say the same again.
  if (!values.unit && problems.length === 0) {
    serverTests('tests on real Kafka and Postgres', SERVER_TESTS);
  }
}

for (const problem of problems) console.log(`failed: ${problem}`);
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
);
process.exit(problems.length > 0 || total.failed > 0 || total.passed === 0 ? 1 : 0);

function unitTests(): void {
  stage('typecheck, lint and unit tests', 'turbo', [
    'run',
    'typecheck',
    'lint',
    'test',
    '--output-logs=errors-only',
    '--concurrency=100%',
  ]);
  for (const file of globSync('{packages,services,tools}/*/.turbo/unit-counts.json', { cwd: root })) {
    add(readCounts(join(root, file)));
  }
}

function serverTests(
  name: string,
  patterns: string[],
  {
    withServers = true,
    atOnce = 4,
    limitMs = FILE_LIMIT_MS,
  }: { withServers?: boolean; atOnce?: number; limitMs?: number } = {},
): void {
  const files = [...new Set(patterns.flatMap((pattern) => globSync(pattern, { cwd: root }).sort()))];
  if (files.length === 0) {
    problems.push(`${name}: no test file matches ${patterns.join(' ')}`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'hopline-test-'));
  const countsFile = join(folder, 'counts.json');
  stage(name, process.execPath, [
    join(root, 'test/support/run-files.ts'),
    ...(withServers ? [`--setup=${join(root, 'test/support/setup.ts')}`] : []),
    ...[`--at-once=${atOnce}`, `--limit=${limitMs}`, `--counts=${countsFile}`],
    ...files,
  ]);
  add(readCounts(countsFile));
  rmSync(folder, { recursive: true });
}

function stage(name: string, command: string, args: string[]): void {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: STAGE_LIMIT_MS,
    env: { ...process.env, NODE_ENV: 'test', TURBO_TELEMETRY_DISABLED: '1', NODE_COMPILE_CACHE },
  });
  console.log(`== ${name}: ${Math.round((Date.now() - started) / 1000)} s`);
  if (result.error) problems.push(`${name}: ${result.error.message}`);
  else if (result.status !== 0) problems.push(`${name}: exit code ${result.status ?? result.signal}`);
}

/** A stage that died before its first test left no counts; its exit code is already among the problems. */
function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

function add(counts: Counts): void {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}
