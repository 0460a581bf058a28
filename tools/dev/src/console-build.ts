// The console is the one part that is built (ADR 013): npm start does it when that is needed.
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DevError } from './dev-error.ts';
import { runCommand } from './run-command.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** What the console is made from, below the root of the repository. */
const SOURCES = [
  'package-lock.json',
  'services/console/{index.html,vite.config.ts,write-compressed.ts,package.json}',
  // Files alone: a folder is newer as soon as anything in it is.
  'services/console/src/**/*.*',
  'packages/wire/src/payload-filter.ts',
];
const BUILT = 'services/console/dist/index.html';
const BUNDLER = 'node_modules/vite/bin/vite.js';

/** Whether the console is missing, or older than one of its sources. */
export function isConsoleStale(root: string): boolean {
  const built = statSync(join(root, BUILT), { throwIfNoEntry: false });
  if (!built) return true;
  return globSync(SOURCES, { cwd: root }).some((file) => statSync(join(root, file)).mtimeMs > built.mtimeMs);
}

/**
 * Builds it when that is needed.
 * @throws {DevError} when it cannot be built
 */
export async function ensureConsole(say: (line: string) => void, signal: AbortSignal): Promise<void> {
  if (!isConsoleStale(ROOT)) return;
  const startedAt = Date.now();
  const { code, output } = await runCommand(process.execPath, [join(ROOT, BUNDLER), 'build'], {
    cwd: join(ROOT, 'services', 'console'),
    env: process.env,
    dieWithUs: true,
    signal,
  });
  if (code !== 0) throw new DevError(`the console could not be built:\n${output}`);
  say(`the console is built (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}
