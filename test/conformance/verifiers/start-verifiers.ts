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
  const hash = createHash('sha256')
    .update(version)
    .update(await readFile(list));
  const folder = join(defaultCacheDirectory, `conformance-python-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const temporary = await mkdtemp(join(defaultCacheDirectory, 'conformance-'));
  try {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
    await run('Python with pip', 'python3', [...pip, '--target', temporary, '--requirement', list], here);
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}

/** @returns the program. Go keeps what it has built: a second time takes a moment */
async function buildGo(): Promise<string> {
  const program = join(defaultCacheDirectory, 'conformance-go');
  await run('Go', 'go', ['build', '-buildvcs=false', '-o', program, '.'], join(here, 'go'));
  return program;
}

async function run(what: string, command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await runCommand(command, args, { cwd }).catch((error: unknown) => {
    throw new Error(`npm run conformance needs ${what}: ${String(error)}`, { cause: error });
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${output.trim()}`);
  return output;
}
