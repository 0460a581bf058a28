import type { Terminal } from './output/terminal.ts';

/** What every command works with. */
export interface Cli {
  /** The settings: the environment, or those of the system that `npm start` runs. */
  readonly env: NodeJS.ProcessEnv;
  /** The environment alone: what may be sent to an address that was named on the command line. */
  readonly ownEnv: NodeJS.ProcessEnv;
  /** The folder of the system that `npm start` runs, when the settings are its; for people. */
  readonly npmStart: string | undefined;
  readonly terminal: Terminal;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}
