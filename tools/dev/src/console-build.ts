// The console is the one part that is built (ADR 013): npm start does it when that is needed.
import { globSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
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
const FOLDER = 'services/console';
const DIST = 'dist';
/** Where it is built, so that an api that runs goes on with what it has until all is there. */
const NEXT = 'dist.new';
/** What a build writes last: one that was killed on the way has none. */
const BUILT = `${FOLDER}/${DIST}/index.html.br`;
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
  const folder = join(ROOT, FOLDER);
  const command = [join(ROOT, BUNDLER), 'build', '--outDir', NEXT];
  const { code, output } = await runCommand(process.execPath, command, {
    cwd: folder,
    env: process.env,
    dieWithUs: true,
    signal,
  });
  if (code !== 0) throw new DevError(`the console could not be built:\n${output}`);
  await rm(join(folder, DIST), { recursive: true, force: true });
  await rename(join(folder, NEXT), join(folder, DIST));
  say(`the console is built (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}
