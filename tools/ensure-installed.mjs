// Runs before every npm script that needs the project's dependencies, on whatever Node the machine has (>= 20).
// It installs exactly what package-lock.json says when that is not there yet, and makes sure that the scripts
// that follow get Node 24 from node_modules/.bin, because an older Node would fail later and say less.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.installed');
const windows = process.platform === 'win32';

function fail(message) {
  console.error(`hopline: ${message}`);
  process.exit(1);
}

function expectedStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

function installedStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8').trim() : '';
}

/** The PATH without node_modules folders: npm must not run on the very binary that `npm ci` deletes. */
function outerPath() {
  const entries = (process.env.PATH ?? '').split(delimiter);
  return entries.filter((entry) => !entry.includes('node_modules')).join(delimiter);
}

function install() {
  console.error('hopline: installing dependencies (npm ci), once per change of package-lock.json …');
  const started = Date.now();
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env: { ...process.env, PATH: outerPath() },
    // Standard output is the script's that follows: --json must be JSON alone.
    stdio: ['ignore', process.stderr.fd, 'inherit'],
    shell: windows,
  });
  if (result.error)
    fail(`npm could not be run: ${result.error.message}. Install npm 10 or newer, then try again.`);
  if (result.status !== 0) {
    fail('npm ci failed (its message is above). Check that the npm registry can be reached, then try again.');
  }
  console.error(`hopline: dependencies installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function checkNode24() {
  const node = join(root, 'node_modules', '.bin', windows ? 'node.cmd' : 'node');
  const result = spawnSync(node, ['--version'], { encoding: 'utf8', shell: windows });
  if (result.status === 0 && /^v24\./.test(result.stdout)) return;
  fail(
    'Node 24 is missing in node_modules/.bin: npm was told not to run install scripts. ' +
      'Run `npm ci --ignore-scripts=false` (the approved scripts are listed in package.json under allowScripts), then try again.',
  );
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(
    `Node ${process.versions.node} is too old: install Node 20 or newer; Node 24 itself then comes with the project.`,
  );
}
const stamp = expectedStamp();
if (installedStamp() !== stamp) {
  install();
  checkNode24();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${stamp}\n`);
}
