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
