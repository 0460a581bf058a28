// What the commands over the HTTP API have in common.

import { parseDuration } from '@hopline/runtime/duration';
import { type Command, InvalidArgumentError } from 'commander';
import type { Cli } from '../cli.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Answer, type ApiTarget, type Caller, targetOf } from './client.ts';
import { printAnswer, printAnswers } from './print-answer.ts';

export type Run = (work: (cli: Cli) => Promise<ExitCode>) => Promise<void>;

export interface ApiOptions {
  readonly url?: string;
  readonly json?: true;
}

/** The options of every one of them. */
export function withApiOptions(command: Command): Command {
  return command
    .option('--url <url>', 'the base URL of the API; without it HOPLINE_URL')
    .option('--json', 'one JSON document');
}

/** For those whose answer holds a key or a secret. */
export function withSave(command: Command, what: string): Command {
  return command.requiredOption(
    '--save <file>',
    `the new file, readable by its owner alone, that the ${what} goes to`,
  );
}

/** Runs a request whose answer is one thing. */
export function showOne(
  run: Run,
  caller: Caller,
  options: ApiOptions,
  request: (target: ApiTarget) => Promise<Answer>,
): Promise<void> {
  return run(async (cli) => {
    const answer = await request(targetOf(cli, options.url, caller));
    if (options.json) cli.terminal.json(answer);
    else if (Object.keys(answer).length > 0) cli.terminal.print(printAnswer(answer, cli.terminal.paint));
    else cli.terminal.print('done');
    return EXIT.fine;
  });
}

/** Runs a request whose answer is a list. @param members the columns for people */
export function showMany(
  run: Run,
  caller: Caller,
  options: ApiOptions,
  members: readonly string[],
  request: (target: ApiTarget) => Promise<Answer[]>,
): Promise<void> {
  return run(async (cli) => {
    const items = await request(targetOf(cli, options.url, caller));
    if (options.json) cli.terminal.json(items);
    else cli.terminal.print(printAnswers(items, members, cli.terminal.paint));
    return EXIT.fine;
  });
}

/** A limit as it stands on the command line: commander takes null for an option without a value. */
export type Limit = number | 'none';

export function readLimit(text: string): Limit {
  if (text === 'none') return text;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It takes a number from 1 on, or none.');
  return Number(text);
}

/** As the API has it: null is no limit of its own. */
export function limitOf(limit: Limit | undefined): number | null | undefined {
  return limit === 'none' ? null : limit;
}

/** A duration as whole seconds. */
export function readSeconds(text: string): number {
  try {
    return Math.round(parseDuration(text) / 1000);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** Values of an option that stands several times, or that are separated by commas. */
export function readWords(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((word) => word.trim())];
}

/** The members that were given. */
export function given(members: Answer): Answer {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
