// Programs of Debian, unpacked into our own cache: nothing is installed into the system that way, and no service is started.
import { globSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DevError } from '@hopline/dev/dev-error';
import { defaultCacheDirectory } from '@hopline/dev/kafka-runtime';
import { runCommand } from '@hopline/dev/run-command';

export interface DebianPackage {
  readonly name: string;
  /** What a person may do instead. */
  readonly whatToDo: string;
  /** Whether the libraries that it names are fetched along with it. */
  readonly withLibraries?: boolean;
}

/** Of every call of apt-get: others may use it too, and what does not come at once may come a little later. */
export const APT_PATIENCE = ['--quiet', '-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=300'];

/** Where a package is, or will be, unpacked. */
export function packageDirectory(name: string): string {
  return join(defaultCacheDirectory, name);
}

/**
 * Fetches a package with apt, and unpacks it as a whole or not at all.
 * @throws {DevError} saying what to do, when it is not to be had
 */
export async function fetchDebianPackage(
  { name, whatToDo, withLibraries = false }: DebianPackage,
  say: (line: string) => void,
): Promise<void> {
  await mkdir(defaultCacheDirectory, { recursive: true });
  const temporary = await mkdtemp(join(defaultCacheDirectory, `${name}-`));
  const download = (...names: string[]) =>
    succeeds('apt-get', ['download', ...APT_PATIENCE, ...names], temporary);
  try {
    say(`fetching Debian's package ${name}`);
    // On a fresh machine apt knows of no packages yet; only root may change that.
    const isThere =
      (await download(name)) ||
      ((await succeeds('apt-get', ['update', ...APT_PATIENCE])) && (await download(name)));
    const [file] = isThere ? globSync(`${name}_*.deb`, { cwd: temporary }) : [];
    if (file === undefined)
      throw new DevError(`There is no ${name} here, and apt cannot fetch one. ${whatToDo}`);
    const libraries = withLibraries ? await librariesOf(file, temporary) : [];
    if (libraries.length > 0 && !(await download(...libraries)))
      throw new DevError(`apt cannot fetch ${libraries.join(', ')}. ${whatToDo}`);
    const unpacked = join(temporary, 'unpacked');
    for (const one of globSync('*.deb', { cwd: temporary })) {
      if (!(await succeeds('dpkg-deb', ['--extract', one, unpacked], temporary)))
        throw new DevError(`${one} cannot be unpacked. ${whatToDo}`);
    }
    await rename(unpacked, packageDirectory(name));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The libraries that a package names, but for the C library, which every program here has. */
async function librariesOf(file: string, cwd: string): Promise<string[]> {
  const { output } = await runCommand('dpkg-deb', ['--field', file, 'Depends'], { cwd });
  const names = output.split(',').map((entry) => entry.trim().split(/[ |(:]/)[0] ?? '');
  return names.filter((name) => /^lib/.test(name) && name !== 'libc6');
}

/** Whether a command is there and ends well. */
export async function succeeds(
  command: string,
  args: readonly string[],
  cwd?: string,
  env?: NodeJS.ProcessEnv,
): Promise<boolean> {
  const options = { ...(cwd === undefined ? {} : { cwd }), ...(env === undefined ? {} : { env }) };
  const result = await runCommand(command, args, options).catch(() => undefined);
  return result?.code === 0;
}
