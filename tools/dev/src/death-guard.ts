// A server must not outlive the process that started it, even if that one was killed with SIGKILL and could not say
// goodbye. On Linux the kernel sends the signal (setpriv --pdeathsig sets it and becomes the server, so the process id
// is the server's own). Elsewhere a shell waits for the end of a pipe that only we hold.
import { spawnSync } from 'node:child_process';

export type GuardKind = 'setpriv' | 'shell';

export interface GuardedCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** With `shell` the spawned process is the guard: fd 3 must be a pipe, and signals go to the group. */
  readonly guard: GuardKind;
}

// The server runs in the background so that the shell hears signals; `read` ends when the pipe's other end closes.
// Only SIGTERM is trapped: it means "stop", whatever signal the server itself understands as that.
const GUARD_SCRIPT = `
"$@" 3<&- &
server=$!
trap 'kill -$STOP $server 2>/dev/null' TERM
{ trap - TERM; read _ <&3; kill -$DEATH $server; } >/dev/null 2>&1 &
watcher=$!
wait $server; status=$?
while kill -0 $server 2>/dev/null; do wait $server; status=$?; done
kill -9 $watcher 2>/dev/null
exit $status
`;

let setprivWorks: boolean | undefined;

/** The guard that this machine can have. */
export function availableGuard(): GuardKind {
  setprivWorks ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', ['--pdeathsig=TERM', '--', 'true'], { stdio: 'ignore' }).status === 0;
  return setprivWorks ? 'setpriv' : 'shell';
}

/**
 * Wraps a command so that the server gets `deathSignal` when this process dies.
 * @param options.stopSignal what the server understands as a request to stop
 * @param options.guard the kind of guard; by default the best that the machine has
 * @param options.prefix put in front of all; a change of user must be there, because it makes the kernel forget the signal
 */
export function guardCommand(
  command: string,
  args: readonly string[],
  options: {
    stopSignal: NodeJS.Signals;
    deathSignal: NodeJS.Signals;
    guard?: GuardKind | undefined;
    prefix?: readonly string[] | undefined;
  },
): GuardedCommand {
  const guard = options.guard ?? availableGuard();
  const stop = options.stopSignal.replace(/^SIG/, '');
  const death = options.deathSignal.replace(/^SIG/, '');
  const guarding =
    guard === 'setpriv'
      ? ['setpriv', `--pdeathsig=${death}`, '--']
      : ['sh', '-c', `STOP=${stop}; DEATH=${death}\n${GUARD_SCRIPT}`, 'guard'];
  const [first = command, ...rest] = [...(options.prefix ?? []), ...guarding, command, ...args];
  return { command: first, args: rest, guard };
}
