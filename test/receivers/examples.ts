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
  /** Installs or builds it. It fails when the tools of its language are not there. */
  prepare(t: Cleanup): Promise<Command>;
}

export const EXAMPLES: readonly Example[] = [nodeExample('express'), nodeExample('fastify'), python(), go()];

function nodeExample(name: string): Example {
  return {
    name,
    async prepare(t) {
      const source = join(examplesFolder, name);
      const installed = await installNpm(`receiver-${name}`, source);
      // A copy: beside its sources Node would find the packages of the whole project, and not those that it names.
      const folder = await mkdtemp(join(tmpdir(), `hopline-receiver-${name}-`));
      t.after(() => rm(folder, { recursive: true }));
      for (const file of (await readdir(source)).filter((one) => /\.js$|^package\.json$/.test(one)))
        await copyFile(join(source, file), join(folder, file));
      await symlink(join(installed, 'node_modules'), join(folder, 'node_modules'));
      return { file: process.execPath, args: [join(folder, 'server.js')], env: {} };
    },
  };
}

function python(): Example {
  const source = join(examplesFolder, 'fastapi');
  return {
    name: 'fastapi',
    async prepare() {
      const packages = await installPython('receiver-fastapi', join(source, 'requirements.txt'));
      // The interpreter itself: what stands in front of it may not hand on a signal.
      const file = (await run('Python', 'python3', ['-c', 'import sys; print(sys.executable)'])).trim();
      const env = { PYTHONPATH: packages, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };
      return { file, args: [join(source, 'server.py')], env };
    },
  };
}

function go(): Example {
  return {
    name: 'go',
    prepare: async () => ({
      file: await buildGo('receiver-go', join(examplesFolder, 'go')),
      args: [],
      env: {},
    }),
  };
}
