// The commands and options that there are, for a shell to complete. Pure.
import type { Command } from 'commander';

export interface Node {
  /** The words that lead here, such as `dlq list`; empty for the program itself. */
  readonly path: string;
  /** What may come next: names of commands, and options. */
  readonly words: readonly { readonly word: string; readonly about: string }[];
}

/** Every command with what may stand behind it, the program first. */
export function completionTree(command: Command, path = ''): Node[] {
  const below = command.commands;
  const options = command.options.flatMap(({ long, description }) =>
    long ? [{ word: long, about: description }] : [],
  );
  const words = [
    ...below.map((one) => ({ word: one.name(), about: one.description() })),
    ...options,
    { word: '--help', about: 'what there is' },
  ];
  return [
    { path, words },
    ...below.flatMap((one) => completionTree(one, path === '' ? one.name() : `${path} ${one.name()}`)),
  ];
}
