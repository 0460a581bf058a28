// What a server meets when its disk is full, without a disk of its own (which only root may make): no file of its processes
// may grow beyond a size, setrlimit(2)'s RLIMIT_FSIZE. A write that crosses it is cut short there, and the next one fails
// with EFBIG instead of ENOSPC. Postgres and the JVM ignore the signal that goes with it.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { DevError } from './dev-error.ts';
import { isAlive } from './process-info.ts';

/**
 * Sets the soft limit of a process and of all that it has started; what it starts later inherits it.
 * @param bytes undefined lifts it
 * @param prefix what a command is run with to be of the same user: who is not may not change limits
 * @throws {DevError} where util-linux's prlimit is not there, as on macOS, or may not do it
 */
export function limitFiles(pid: number, bytes: number | undefined, prefix: readonly string[] = []): void {
  limitOne(pid, bytes, prefix);
  // After the first: nothing that it starts meanwhile is forgotten.
  for (const child of descendantsOf(pid)) limitOne(child, bytes, prefix);
}

function limitOne(pid: number, bytes: number | undefined, prefix: readonly string[]): void {
  const [command = '', ...args] = [
    ...prefix,
    ...['prlimit', '--pid', String(pid), `--fsize=${bytes ?? 'unlimited'}:`],
  ];
  const { error, status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0 || !isAlive(pid)) return;
  throw new DevError(
    `a full disk needs prlimit (util-linux, on Linux alone), and here it does not work: ${error?.message ?? stderr.trim()}`,
  );
}

function descendantsOf(pid: number): number[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    const child = Number(name);
    const parent = child > 0 ? parentOf(child) : undefined;
    return parent === undefined ? [] : [[child, parent] as const];
  });
  const found = new Set([pid]);
  // A child may have a smaller id than its parent once ids have begun anew.
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [child, parent] of parents) if (found.has(parent)) found.add(child);
  }
  found.delete(pid);
  return [...found];
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything; state and parent follow the last one.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
