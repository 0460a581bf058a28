interface ProcessLike {
  readonly on?: unknown;
}

type Listen = (this: ProcessLike, name: 'beforeExit', task: () => void) => void;

/** What is to be done, of all senders: a listener of each would be one too many for Node from the eleventh on. */
const tasks = new Set<() => void>();
let isListening = false;

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
  listen();
  tasks.add(task);
  return () => tasks.delete(task);
}

function listen(): void {
  const process = processOf();
  if (isListening || typeof process?.on !== 'function') return;
  isListening = true;
  (process.on as Listen).call(process, 'beforeExit', () => {
    for (const task of [...tasks]) task();
  });
}

// Not imported: a browser has none.
function processOf(): ProcessLike | undefined {
  return (globalThis as { process?: ProcessLike }).process;
}
