// How a command ends. docs/cli.md has the same table.

/** What the exit codes mean. */
export const EXIT = {
  /** Done, and all is well. */
  fine: 0,
  /** Done, and something is wrong, or what was asked for is not there. */
  wrong: 1,
  /** The command line or a setting is not usable; nothing was done. */
  usage: 2,
  /** What is needed does not answer, or refuses; what was asked for may be done in part. */
  unavailable: 3,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a line for the person and a code of EXIT. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
  }
}

/** The command line is wrong: the message says what it takes. */
export class UsageError extends CommandError {
  constructor(message: string) {
    super(EXIT.usage, message);
  }
}
