// A command from its arguments to its exit code.
import { ConfigError, describeError } from '@hopline/runtime/errors';
import { CommanderError } from 'commander';
import type { Cli } from './cli.ts';
import { CommandError, EXIT } from './exit-code.ts';
import type { RunningSystem } from './npm-start.ts';
import { createTerminal } from './output/terminal.ts';
import { createProgram } from './program.ts';

/**
 * Runs a command line.
 * @param args without the program's name
 * @param options.running the system whose settings are taken where the environment has none
 * @returns the exit code, one of EXIT
 */
export async function run(
  args: readonly string[],
  { env: given, running }: { env: NodeJS.ProcessEnv; running: RunningSystem | undefined },
): Promise<number> {
  const env = { ...running?.settings, ...given };
  const terminal = createTerminal(process, given);
  const interrupted = new AbortController();
  process.once('SIGINT', () => {
    interrupted.abort();
    // A second one does not wait for anything.
    process.once('SIGINT', () => process.exit(EXIT.interrupted));
  });
  // `hopline tail events | head`: who reads no more has what they wanted.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? EXIT.fine : EXIT.unavailable);
  });
  let exitCode: number = EXIT.fine;
  const cli: Cli = { env, ownEnv: given, npmStart: running?.directory, terminal, signal: interrupted.signal };
  const program = createProgram(async (work) => {
    if (running) terminal.note(`with the system that npm start runs in ${running.directory}`);
    exitCode = await work(cli);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return interrupted.signal.aborted ? EXIT.interrupted : exitCode;
  } catch (error) {
    return fail(error, interrupted.signal.aborted);
  }
}

function fail(error: unknown, isInterrupted: boolean): number {
  if (isInterrupted) return EXIT.interrupted;
  // It has told itself what is wrong; help that was asked for is none.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  console.error(`hopline: ${describeError(error)}`);
  if (error instanceof CommandError) return error.exitCode;
  return error instanceof ConfigError ? EXIT.usage : EXIT.unavailable;
}
