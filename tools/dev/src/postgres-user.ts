// Postgres refuses to run as root. As root it is run as another user: the data directory's owner, or `nobody`. When
// that user cannot enter the project's directory (0700 somewhere above it), root is called `nobody` inside a user
// namespace of its own instead, and the files stay root's.
import { existsSync } from 'node:fs';
import { lchown, lstat, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DevError } from './dev-error.ts';
import { runCommand } from './run-command.ts';

// `nobody` everywhere; initdb refuses an id that has no name.
const NOBODY = 65_534;

export interface PostgresUser {
  /** Put in front of a command to run it as that user. */
  readonly prefix: readonly string[];
  /** Who must own the data directory. */
  readonly uid: number | undefined;
}

/**
 * Decides as whom Postgres runs.
 * @param binary the server's executable
 * @param dataDirectory need not exist, its parent must
 * @throws {DevError} when root has no way to run it as somebody else
 */
export async function choosePostgresUser(
  binary: string,
  dataDirectory: string,
  signal?: AbortSignal,
): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { prefix: [], uid: undefined };
  const owner = existsSync(dataDirectory) ? (await stat(dataDirectory)).uid : 0;
  const uid = owner === 0 ? NOBODY : owner;
  const asUser = ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--'];
  const reachable = (await mayEnter(binary, uid)) && (await mayEnter(dataDirectory, uid));
  if (reachable && (await runs([...asUser, binary, '--version'], signal))) return { prefix: asUser, uid };
  const inNamespace = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];
  if (await runs([...inNamespace, binary, '--version'], signal)) return { prefix: inNamespace, uid: 0 };
  throw new DevError(
    `Postgres does not run as root, and another user cannot enter ${dirname(dataDirectory)}: ` +
      'move the project to a directory that others may enter, run as an ordinary user, or set DATABASE_URL.',
  );
}

/** Gives the whole directory to the user, unless it is theirs. */
export async function giveTo(uid: number | undefined, path: string): Promise<void> {
  if (uid === undefined || (await lstat(path)).uid === uid) return;
  const entries = (await lstat(path)).isDirectory() ? await readdir(path, { withFileTypes: true }) : [];
  for (const entry of entries) await giveTo(uid, join(path, entry.name));
  // The directory last: its owner says that everything in it was done.
  await lchown(path, uid, uid);
}

/** Whether the mode bits let that user pass through every directory above the path. */
async function mayEnter(path: string, uid: number): Promise<boolean> {
  for (let at = dirname(path); ; at = dirname(at)) {
    const info = await stat(at);
    if (!(info.mode & 0o001) && info.uid !== uid) return false;
    if (at === dirname(at)) return true;
  }
}

async function runs(command: readonly string[], signal?: AbortSignal): Promise<boolean> {
  const [program = '', ...args] = command;
  try {
    return (await runCommand(program, args, { cwd: '/', signal })).code === 0;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}
