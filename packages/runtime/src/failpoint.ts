// Crashes on demand, for the tests that prove the order of operations: a process that is told the name of a failpoint
// kills itself there, as `kill -9` would. In production no failpoint is configured and the function does nothing.

/** Marks a place between two steps. */
export type Failpoint = (name: string) => void;

/** The failpoint of a process in which none is armed. */
export const noFailpoint: Failpoint = () => {};

/**
 * Arms one failpoint.
 * @param armed its name, or `name#n` for the n-th time that it is passed
 * @param kill what ends the process at once; by default SIGKILL to itself
 */
export function armFailpoint(
  armed: string,
  kill: () => void = () => process.kill(process.pid, 'SIGKILL'),
): Failpoint {
  const [, name = armed, times] = /^(.*?)(?:#(\d+))?$/.exec(armed) ?? [];
  let left = Number(times ?? 1);
  return (passed) => {
    if (passed !== name) return;
    left -= 1;
    if (left === 0) kill();
  };
}

/**
 * Arms a failpoint that must be among those that there are: a misspelt one would never be passed, and a test that
 * waits for it would show nothing.
 * @throws {RangeError} naming those that there are
 */
export function parseFailpoint(armed: string, known: readonly string[]): Failpoint {
  const name = armed.replace(/#[1-9]\d*$/, '');
  if (known.includes(name)) return armFailpoint(armed);
  throw new RangeError(`there is no failpoint "${name}": take one of ${known.join(', ')}`);
}
