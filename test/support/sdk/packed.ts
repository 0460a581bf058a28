// @hopline/sdk as its users get it: built, packed, and laid into a folder of its own.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Cleanup } from '../cleanup.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');

export interface PackedSdk {
  /** A project that has it installed; removed with the test. */
  readonly folder: string;
  /** Its folder within. */
  readonly installed: string;
}

export async function installPacked(t: Cleanup): Promise<PackedSdk> {
  const folder = await mkdtemp(join(tmpdir(), 'hopline-sdk-'));
  t.after(() => rm(folder, { recursive: true }));
  // Builds it too: that is its prepack. In a copy, as tests that run at once would take its dist away from each other.
  await run('npm', ['pack', '--pack-destination', folder], {
    cwd: await copySources(join(folder, 'sources')),
  });
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  const installed = join(folder, 'node_modules/@hopline/sdk');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
  // What npm would have fetched beside it.
  await mkdir(join(folder, 'node_modules/@types'));
  for (const name of ['standardwebhooks', '@stablelib', 'fast-sha256', '@types/node']) {
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  return { folder, installed };
}

/** Copies what the package is made of, with what surrounds it; gives its folder. */
async function copySources(folder: string): Promise<string> {
  const source = join(root, 'packages/sdk');
  const copy = join(folder, 'packages/sdk');
  const made = [join(source, 'dist'), join(source, 'node_modules')];
  await cp(source, copy, { recursive: true, filter: (from) => !made.includes(from) });
  await cp(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return copy;
}

/** Checks the types of a project; throws with what tsc says. */
export async function checkTypes(folder: string, options: object, files: readonly string[]): Promise<void> {
  const config = join(folder, 'tsconfig.json');
  const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022', ...options };
  await writeFile(config, JSON.stringify({ compilerOptions, files }));
  try {
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], {
      cwd: folder,
    });
  } catch (error) {
    throw new Error(`the types do not fit:\n${(error as { stdout?: string }).stdout}`, { cause: error });
  }
}
