// Tools of other languages that tests need, fetched and built below .hopline/cache, once.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCacheDirectory } from '@hopline/dev/kafka-runtime';
import { runCommand } from '@hopline/dev/run-command';

/**
 * Installs a list of Python packages.
 * @returns the folder that they are in, one for each list and version of Python
 */
export async function installPython(name: string, requirements: string): Promise<string> {
  const version = await run('Python', 'python3', ['--version']);
  return await madeOnce(name, [version, await readFile(requirements)], async (folder) => {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
    await run('Python with pip', 'python3', [...pip, '--target', folder, '--requirement', requirements]);
  });
}

/**
 * Builds the program of a folder: go.mod, go.sum and the sources beside them.
 * @returns the program, one for each state of its sources and version of Go
 */
export async function buildGo(name: string, source: string): Promise<string> {
  const names = (await readdir(source)).filter((name) => /^go\.(mod|sum)$|\.go$/.test(name)).sort();
  const files = names.map((name) => readFile(join(source, name)));
  const version = await run('Go', 'go', ['version'], { cwd: source });
  const folder = await madeOnce(name, [version, ...(await Promise.all(files))], async (into) => {
    await run('Go', 'go', ['build', '-buildvcs=false', '-o', join(into, 'program'), '.'], {
      cwd: source,
    });
  });
  return join(folder, 'program');
}

/**
 * Builds a published program of Go.
 * @param version of the module, such as `v3.22.0`
 * @returns the program, one for each version and version of Go
 */
export async function installGo(name: string, path: string, version: string): Promise<string> {
  const go = await run('Go', 'go', ['version']);
  const folder = await madeOnce(name, [go, path, version], async (into) => {
    await run('Go', 'go', ['install', '-buildvcs=false', `${path}@${version}`], { env: { GOBIN: into } });
  });
  return join(folder, name);
}

/**
 * Installs what the package-lock.json of a folder names.
 * @returns the folder that has node_modules
 */
export async function installNpm(name: string, source: string): Promise<string> {
  const files = ['package.json', 'package-lock.json'];
  const inputs = await Promise.all(files.map((file) => readFile(join(source, file))));
  return await madeOnce(name, inputs, async (folder) => {
    for (const file of files) await copyFile(join(source, file), join(folder, file));
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', 'npm', ['ci', ...quiet], { cwd: folder });
  });
}

/** Makes a folder from these inputs, unless it was made before; it is there as a whole or not at all. */
export async function madeOnce(
  name: string,
  inputs: readonly (string | Buffer)[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(input);
  const folder = join(defaultCacheDirectory, `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  await mkdir(defaultCacheDirectory, { recursive: true });
  const temporary = await mkdtemp(join(defaultCacheDirectory, 'making-'));
  try {
    // Most of it comes from elsewhere, and what does not come now may come at once.
    await make(temporary).catch(() => make(temporary));
    await rename(temporary, folder).catch((error: unknown) => {
      // Another test file may have made it meanwhile.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}

/**
 * @param what the command is of, for whoever does not have it
 * @param options.env beside our own
 */
export async function run(
  what: string,
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const env = { ...process.env, ...options.env };
  // A build of minutes must not outlive the run that wanted it.
  const given = { ...options, env, dieWithUs: true };
  const { code, output } = await runCommand(command, args, given).catch((error: unknown) => {
    throw new Error(`this needs ${what}: ${String(error)}`, { cause: error });
  });
  // What starts the command for us, so that it dies with us, has found none.
  if (code === 127) throw new Error(`this needs ${what}: ${output.trim()}`);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${output.trim()}`);
  return output;
}
