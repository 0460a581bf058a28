// The layout of `.hopline`.
import { constants, existsSync } from 'node:fs';
import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DevError } from './dev-error.ts';

export interface StateDirectory {
  readonly root: string;
  readonly postgres: string;
  readonly kafka: string;
  readonly logs: string;
  /** Says which `npm start` runs here, and what it started. */
  readonly runFile: string;
  /** What `--json` prints, for other tools in this folder, while the system is up. */
  readonly readyFile: string;
  readonly adminTokenFile: string;
  readonly apiKeyFile: string;
  readonly secretKeysFile: string;
}

/** The paths below `root`. */
export function stateDirectory(root: string): StateDirectory {
  const at = (name: string) => join(resolve(root), name);
  return {
    root: resolve(root),
    postgres: at('postgres'),
    kafka: at('kafka'),
    logs: at('logs'),
    runFile: at('run.json'),
    readyFile: at('ready.json'),
    adminTokenFile: at('admin-token'),
    apiKeyFile: at('api-key.json'),
    secretKeysFile: at('secret-keys'),
  };
}

/** Makes the directory. @throws {DevError} when this user may not write there */
export async function makeStateDirectory(state: StateDirectory): Promise<void> {
  try {
    await mkdir(state.logs, { recursive: true });
    for (const path of [state.root, state.logs, state.kafka].filter((path) => existsSync(path))) {
      await access(path, constants.W_OK);
    }
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new DevError(
      `${state.root} belongs to another user: remove it as that user, or choose another place with --directory.`,
    );
  }
}

/**
 * Removes all but the cache of downloads and the lock of this run.
 * @param options.keepKeys leaves the keys of secrets there, too
 */
export async function forgetData(state: StateDirectory, { keepKeys }: { keepKeys: boolean }): Promise<void> {
  const kept = new Set([
    join(state.root, 'cache'),
    state.runFile,
    ...(keepKeys ? [state.secretKeysFile] : []),
  ]);
  for (const name of await readdir(state.root)) {
    const path = join(state.root, name);
    if (kept.has(path)) continue;
    await rm(path, { recursive: true, force: true });
  }
  await mkdir(state.logs, { recursive: true });
}
