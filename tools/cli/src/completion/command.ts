// `hopline completion`.
import { Argument, type Command } from 'commander';
import { SCRIPTS, type Shell } from './scripts.ts';
import { completionTree } from './tree.ts';

/** Adds the command to the program. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('print what makes a shell complete these commands')
    .addArgument(new Argument('<shell>', 'which').choices(Object.keys(SCRIPTS)))
    .action((shell: Shell) => console.log(SCRIPTS[shell](completionTree(program))))
    .addHelpText(
      'after',
      `
Examples:
  source <(hopline completion bash)      # in ~/.bashrc
  source <(hopline completion zsh)       # in ~/.zshrc, behind compinit
  hopline completion fish | source       # in ~/.config/fish/config.fish`,
    );
}
