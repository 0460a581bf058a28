import { spawn } from 'node:child_process';
import { availableGuard, guardCommand } from './death-guard.ts';
import { signalProcess } from './process-info.ts';

export interface CommandResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Both streams, in the order of their arrival. */
  readonly output: string;
}

/**
 * Runs a command to its end and returns what it said. The command is killed when the signal aborts.
 * @param options.input written to its standard input
 * @param options.dieWithUs kills the command when this process is killed, where the system can do that (Linux)
 * @throws {Error} with `code: 'ENOENT'` when there is no such command; the signal's reason when it aborted
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    input?: string;
    dieWithUs?: boolean;
    signal?: AbortSignal | undefined;
  } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) return reject(options.signal.reason);
    // Detached, so that a Ctrl-C at the terminal reaches only the supervisor, which then ends this in its own order.
    const guarded =
      options.dieWithUs && availableGuard() === 'setpriv'
        ? guardCommand(command, args, { stopSignal: 'SIGKILL', deathSignal: 'SIGKILL' })
        : { command, args };
    const child = spawn(guarded.command, guarded.args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    // The group: initdb, for one, has children.
    const abort = () => child.pid !== undefined && signalProcess(-child.pid, 'SIGKILL');
    options.signal?.addEventListener('abort', abort, { once: true });
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.stdin.on('error', () => {}); // it may end without reading its input
    child.stdin.end(options.input ?? '');
    child.once('error', (error) => {
      options.signal?.removeEventListener('abort', abort);
      reject(error);
    });
    child.once('close', (code, signal) => {
      options.signal?.removeEventListener('abort', abort);
      if (options.signal?.aborted) reject(options.signal.reason);
      else resolve({ code, signal, output });
    });
  });
}
