/**
 * The base of every error that Hopline itself throws. `code` is stable (`HPL_<AREA>_<WHAT>`) and has a row in
 * docs/errors.md, which a test keeps true; `retryable` says whether the same call may succeed later.
 */
export class HoplineError extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** Settings in the environment are missing or wrong. The message lists every problem, one a line. */
export class ConfigError extends HoplineError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      'HPL_CONFIG_INVALID',
      `the configuration is not usable:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** What is wrong with a configuration: the problems of the ConfigError that `check` throws, or none. */
export function problemsOf(check: () => unknown): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** A component did not start or stop within its time. */
export class LifecycleError extends HoplineError {
  constructor(message: string, cause?: unknown) {
    super('HPL_LIFECYCLE_FAILED', message, { cause });
  }
}

/**
 * An error's message. One that carries the parameters of a query (drizzle's) repeats them in its message, and what users
 * sent has no place in a log line; its cause says what is wrong.
 */
export function messageOf(error: Error): string {
  if ('params' in error && 'query' in error) return 'Failed query';
  return error.message || error.name;
}

/** The message of anything that was thrown, with the messages of its causes, for a log line or a person. */
export function describeError(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const messages = [messageOf(thrown)];
  if (thrown instanceof AggregateError) messages.push(...thrown.errors.map(describeError));
  if (thrown.cause !== undefined) messages.push(describeError(thrown.cause));
  return messages.join(': ');
}
