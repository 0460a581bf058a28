// The receivers of examples/receivers: how each is made ready to run, as its README says, with what it needs from a cache.
import { copyFile, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup } from '../support/cleanup.ts';
import { buildGo, installNpm, installPython, run } from '../support/made-once.ts';

export const examplesFolder = join(import.meta.dirname, '..', '..', 'examples', 'receivers');

/** What starts a receiver; its settings come on top of `env`. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Example {
  /** Its folder. */
  readonly name: string;
  /**
   * Installs or builds it. It fails when the tools of its language are not there.
   * @param work the folder, beside this file, of work that takes the place of its own
   */
  prepare(t: Cleanup, work?: string): Promise<Command>;
}

export const EXAMPLES: readonly Example[] = [nodeExample('express'), nodeExample('fastify'), python(), go()];

function nodeExample(name: string): Example {
  return {
    name,
    async prepare(t, work) {
      const installed = await installNpm(`receiver-${name}`, join(examplesFolder, name));
      // A copy: beside its sources Node would find the packages of the whole project, and not those that it names.
      const folder = await copyExample(t, name, /\.js$|^package\.json$/, work);
      await symlink(join(installed, 'node_modules'), join(folder, 'node_modules'));
      return { file: process.execPath, args: [join(folder, 'server.js')], env: {} };
    },
  };
}

function python(): Example {
  const source = join(examplesFolder, 'fastapi');
  return {
    name: 'fastapi',
    async prepare(t, work) {
      const folder = work === undefined ? source : await copyExample(t, 'fastapi', /\.py$/, work);
      const packages = await installPython('receiver-fastapi', join(source, 'requirements.txt'));
      // The interpreter itself: what stands in front of it may not hand on a signal.
      const file = (await run('Python', 'python3', ['-c', 'import sys; print(sys.executable)'])).trim();
      const env = { PYTHONPATH: packages, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };
      return { file, args: [join(folder, 'server.py')], env };
    },
  };
}

function go(): Example {
  return {
    name: 'go',
    async prepare(t, work) {
      const name = work === undefined ? 'receiver-go' : `receiver-go-${work}`;
      const source =
        work === undefined ? join(examplesFolder, 'go') : await copyExample(t, 'go', /\.go$|^go\./, work);
      return { file: await buildGo(name, source), args: [], env: {} };
    },
  };
}

/** Copies the files of an example, and over its own the work that is to take its place. */
async function copyExample(
  t: Cleanup,
  name: string,
  kind: RegExp,
  work: string | undefined,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `hopline-receiver-${name}-`));
  t.after(() => rm(folder, { recursive: true }));
  const sources = [join(examplesFolder, name)];
  if (work !== undefined) sources.push(join(import.meta.dirname, work));
  for (const source of sources) {
    for (const file of (await readdir(source)).filter((one) => kind.test(one)))
      await copyFile(join(source, file), join(folder, file));
  }
  return folder;
}
