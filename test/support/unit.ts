// `npm test` of one package: runs the unit tests beside its sources with Node's test runner and leaves the counts
// in .turbo/unit-counts.json, where test/run.ts adds them up (also those that turbo took from its cache).
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const files = globSync('src/**/*.test.ts').sort();
mkdirSync('.turbo', { recursive: true });
if (files.length === 0) {
  writeFileSync('.turbo/unit-counts.json', JSON.stringify({ passed: 0, failed: 0, skipped: 0 }));
  process.exit(0);
}
// The same as test/run.ts has: turbo passes no variables on.
const NODE_COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/node-compile', import.meta.url));
const counts = fileURLToPath(new URL('./count-reporter.ts', import.meta.url));
const result = spawnSync(
  process.execPath,
  [
    '--test',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${counts}`,
    '--test-reporter-destination=.turbo/unit-counts.json',
    ...files,
  ],
  { stdio: 'inherit', env: { ...process.env, NODE_COMPILE_CACHE } },
);
process.exit(result.status ?? 1);
