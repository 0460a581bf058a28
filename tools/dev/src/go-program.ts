// Programs that no package holds and that are built by Go from pinned modules, once, into our own cache. Only opt-in
// commands need one: it takes some minutes.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError } from '@hopline/runtime/errors';
import { DevError } from './dev-error.ts';
import { defaultCacheDirectory } from './kafka-runtime.ts';
import { runCommand } from './run-command.ts';

const MODULE_FILES = ['go.mod', 'go.sum'];

export interface GoProgram {
  /** What it is called in messages. */
  readonly title: string;
  /** Its file, and the beginning of its folder in the cache. */
  readonly name: string;
  /** The path of its main package. */
  readonly package: string;
  /** The folder of the go.mod and go.sum that pin it. */
  readonly modules: string;
  /** The least version of Go that builds it. */
  readonly go: string;
}

/**
 * Builds the program where it is not there yet.
 * @param say hears what takes long
 * @returns its file, one for each state of its modules and version of Go
 * @throws {DevError} when it cannot be built
 */
export async function buildGoProgram(program: GoProgram, say: (line: string) => void): Promise<string> {
  const { title, name, modules } = program;
  const version = await go(program, ['version'], modules);
  const hash = createHash('sha256').update(version);
  for (const file of MODULE_FILES) hash.update(await readFile(join(modules, file)));
  const folder = join(defaultCacheDirectory, `${name}-${hash.digest('hex').slice(0, 12)}`);
  const built = join(folder, name);
  if (existsSync(built)) return built;
  await mkdir(defaultCacheDirectory, { recursive: true });
  const temporary = await mkdtemp(join(defaultCacheDirectory, `${name}-`));
  try {
    say(`building ${title} with Go: some minutes, once`);
    // Go may write into the folder of the module.
    for (const file of MODULE_FILES) await copyFile(join(modules, file), join(temporary, file));
    const output = join(temporary, name);
    await go(program, ['build', '-trimpath', '-ldflags=-s -w', '-o', output, program.package], temporary);
    await rename(temporary, folder);
    return built;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function go(program: GoProgram, args: readonly string[], cwd: string): Promise<string> {
  // Without C: a compiler for it need not be there.
  const env = { ...process.env, CGO_ENABLED: '0' };
  const { code, output } = await runCommand('go', args, { cwd, env }).catch((error: unknown) => {
    const what = `${program.title} is built with Go ${program.go} or newer`;
    throw new DevError(`${what}, which is not there (${describeError(error)})`);
  });
  if (code !== 0) throw new DevError(`go ${args[0]} failed: ${output.trim().slice(-2000)}`);
  return output;
}
