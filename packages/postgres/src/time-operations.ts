import type { Pool } from 'pg';

/** Told of every statement that ended, failed ones too: what it is called, and how long it took, in seconds. */
export type OnOperation = (operation: string, seconds: number) => void;

const VERBS = new Set([
  'begin',
  'commit',
  'rollback',
  'select',
  'insert',
  'update',
  'delete',
  'drop',
  'with',
  'listen',
]);

/**
 * What a statement is called: the name it is prepared by, else its first word. There are no more names than statements
 * in the sources, so that a metric may have them as a label.
 */
export function operationOf(statement: unknown): string {
  if (typeof statement === 'object' && statement !== null) {
    const { name, text } = statement as { name?: unknown; text?: unknown };
    return typeof name === 'string' && name !== '' ? name : operationOf(text ?? '');
  }
  const verb = /[a-z]+/i.exec(String(statement))?.[0].toLowerCase() ?? '';
  return VERBS.has(verb) ? verb : 'other';
}

type Query = (...given: unknown[]) => unknown;
type Callback = (...given: unknown[]) => void;

/**
 * Measures every statement of the pool's connections, from being given to a connection to its answer; the wait for a
 * free connection is not in it.
 */
export function timeOperations(pool: Pool, onOperation: OnOperation): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as Query;
    const timed: Query = (...given) => {
      const operation = operationOf(given[0]);
      const startedAt = performance.now();
      const ended = () => onOperation(operation, (performance.now() - startedAt) / 1000);
      const callback = given.at(-1);
      // The pool itself asks with a callback, a transaction waits for a promise.
      if (typeof callback === 'function') {
        given[given.length - 1] = (...answer: unknown[]) => {
          ended();
          (callback as Callback)(...answer);
        };
        return query(...given);
      }
      const answer = query(...given);
      if (answer instanceof Promise) answer.then(ended, ended);
      return answer;
    };
    client.query = timed as typeof client.query;
  });
}
