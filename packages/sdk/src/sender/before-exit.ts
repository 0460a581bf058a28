interface ProcessLike {
  readonly on?: unknown;
  readonly off?: unknown;
}

type Listen = (this: ProcessLike, name: 'beforeExit', task: () => void) => void;

/** Where a timer need not keep the process alive: the end of the process is told of. */
export function hasBeforeExit(): boolean {
  return typeof processOf()?.on === 'function';
}

/**
 * Does something when a process has nothing left to do (Node, Deno, Bun); nothing anywhere else. It is not called by
 * process.exit(), a signal or an error that nobody catches.
 * @returns takes it back
 */
export function onBeforeExit(task: () => void): () => void {
  const process = processOf();
  if (typeof process?.on !== 'function' || typeof process.off !== 'function') return () => {};
  (process.on as Listen).call(process, 'beforeExit', task);
  return () => (process.off as Listen).call(process, 'beforeExit', task);
}

// Not imported: a browser has none.
function processOf(): ProcessLike | undefined {
  return (globalThis as { process?: ProcessLike }).process;
}
