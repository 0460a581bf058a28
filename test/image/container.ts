// Runs the files of an image as a container runtime would: as process 1 of a process tree of its own, as the image's user,
// with nothing of the machine's environment, and with a file system that nobody can write to. There is no shell in it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { ImageConfig } from './buildah.ts';

export interface Image {
  /** The folder with its files. */
  readonly root: string;
  readonly config: ImageConfig;
}

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export interface Container {
  output(): string;
  hasEnded(): boolean;
  /** Sends a signal to process 1. */
  signal(name: NodeJS.Signals): void;
  ended(): Promise<Ended>;
}

/** Before the user changes: mounts that only this process tree sees. */
const SET_UP = `set -e
root=$1; shift
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
for shell in dash bash; do mount --bind /dev/null "$root/usr/bin/$shell"; done
mount -o remount,bind,ro "$root"
exec "$@"`;

/** Starts `command`, by default the entry point, with these arguments. */
export function startContainer(
  { root, config }: Image,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  command: readonly string[] = config.Entrypoint,
): Container {
  const [user = '', group = ''] = config.User.split(':');
  const inside = ['--root', root, '--wd', config.WorkingDir, '--setgid', group, '--setuid', user, '--'];
  const variables = [...config.Env, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
  const child = spawn('unshare', [
    ...['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'],
    ...['sh', '-c', SET_UP, 'sh', root, 'env', '--ignore-environment', ...variables],
    ...['/usr/bin/unshare', ...inside, ...command, ...args],
  ]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const closed = once(child, 'close');
  return {
    output: () => output,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    signal: (name) => process.kill(firstProcess(child), name),
    async ended() {
      await closed;
      return { code: child.exitCode, output };
    },
  };
}

/** Runs a command to its end. */
export async function runContainer(...given: Parameters<typeof startContainer>): Promise<Ended> {
  return await startContainer(...given).ended();
}

/** What the image calls process 1, by its number out here. */
function firstProcess({ pid }: ChildProcess): number {
  const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  if (!first) throw new Error('there is no process in the container');
  return Number(first);
}
