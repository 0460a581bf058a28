/** What a fixture needs of a test's context: something to do when the test is over. */
export interface Cleanup {
  after(task: () => unknown): void;
}

/**
 * Node's test runner runs `after` tasks in the order in which they were added. What was started last must be stopped
 * first: a database is dropped when nobody uses it any more.
 */
export function inReverse(t: Cleanup): Cleanup {
  const tasks: (() => unknown)[] = [];
  t.after(async () => {
    for (const task of tasks.reverse()) await task();
  });
  return { after: (task) => tasks.push(task) };
}

/** For a command: ends what was started, in whatever way the run ends, by SIGINT and SIGTERM too. */
export async function withCleanup(run: (t: Cleanup) => Promise<void>): Promise<void> {
  let end: () => unknown = () => {};
  const t = inReverse({ after: (task) => (end = task) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void Promise.resolve(end()).finally(() => process.exit(130)));
  try {
    await run(t);
  } finally {
    await end();
  }
}
