// The verifiers of three languages. What the other two need is fetched and built below .hopline/cache, once.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCacheDirectory } from '@hopline/dev/kafka-runtime';
import { runCommand } from '@hopline/dev/run-command';
import type { Cleanup } from '../../support/cleanup.ts';
import { javascriptVerifier } from './javascript.ts';
import { startLineVerifier } from './line-verifier.ts';
import type { Verifier } from './verifier.ts';

const here = import.meta.dirname;

/** Starts them; they end with the test. It fails when Python with pip, or Go, is not there. */
export async function startVerifiers(t: Cleanup): Promise<Verifier[]> {
  await mkdir(defaultCacheDirectory, { recursive: true });
  const [packages, program] = await Promise.all([installPython(), buildGo()]);
  const script = join(here, 'python', 'verify.py');
  return [
    javascriptVerifier,
    startLineVerifier(t, 'Python', 'python3', [script], { PYTHONPATH: packages }),
    startLineVerifier(t, 'Go', program, []),
  ];
}

/** @returns the folder that the packages are in, one for each list of packages and version of Python */
async function installPython(): Promise<string> {
  const list = join(here, 'python', 'requirements.txt');
  const version = await run('Python', 'python3', ['--version'], here);
  return await once('conformance-python', [version, await readFile(list)], async (folder) => {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
    await run('Python with pip', 'python3', [...pip, '--target', folder, '--requirement', list], here);
  });
}

/** @returns the program, one for each state of its sources and version of Go */
async function buildGo(): Promise<string> {
  const source = join(here, 'go');
  const files = ['go.mod', 'go.sum', 'main.go'].map((name) => readFile(join(source, name)));
  const version = await run('Go', 'go', ['version'], source);
  const folder = await once('conformance-go', [version, ...(await Promise.all(files))], async (into) => {
    await run('Go', 'go', ['build', '-buildvcs=false', '-o', join(into, 'verify'), '.'], source);
  });
  return join(folder, 'verify');
}

/** Makes a folder from these inputs, unless it was made before; it is there as a whole or not at all. */
async function once(
  name: string,
  inputs: readonly (string | Buffer)[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(input);
  const folder = join(defaultCacheDirectory, `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const temporary = await mkdtemp(join(defaultCacheDirectory, 'conformance-'));
  try {
    await make(temporary);
    await rename(temporary, folder).catch((error: unknown) => {
      // Another test file may have made it meanwhile.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}

async function run(what: string, command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await runCommand(command, args, { cwd }).catch((error: unknown) => {
    throw new Error(`npm run conformance needs ${what}: ${String(error)}`, { cause: error });
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${output.trim()}`);
  return output;
}
