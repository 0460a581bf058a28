// The whole command line as one tree: what completion and help are made from, too.
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addApi } from './api/command.ts';
import type { Cli } from './cli.ts';
import { addCompletion } from './completion/command.ts';
import { addDlq } from './dlq/command.ts';
import { addDoctor } from './doctor/command.ts';
import type { ExitCode } from './exit-code.ts';
import { addGroups } from './groups/command.ts';
import { SERVICES } from './services.ts';
import { addShow } from './show/command.ts';
import { addTail } from './tail/command.ts';
import { addTopics } from './topics/command.ts';

const FOOT = `
Settings are environment variables, as those of the services: DATABASE_URL, KAFKA_BROKERS, TOPIC_PREFIX, HOPLINE_URL and
more (docs/configuration.md). With none of the addresses set, those of the system that \`npm start\` runs in this folder
are taken. ADMIN_TOKEN and HOPLINE_API_KEY come from the environment alone.

Exit codes: 0 fine; 1 something is wrong, or not there; 2 the command line or a setting is not usable; 3 what is needed
does not answer, or refuses; 130 Ctrl-C.

Examples:
  hopline doctor
  hopline tail events --follow
  hopline show 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
  hopline migrate --help`;

/** @param run does the work of the command that was chosen */
export function createProgram(run: (work: (cli: Cli) => Promise<ExitCode>) => Promise<void>): Command {
  const program = new Command('hopline')
    .description('Runs Hopline, and looks into it.')
    .version(version(), '--version', 'print the version of this release')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'hopline: ')) })
    .addHelpText('after', FOOT);
  program.commandsGroup('Looking into it:');
  addDoctor(program, run);
  addTopics(program, run);
  addGroups(program, run);
  addTail(program, run);
  addShow(program, run);
  addDlq(program, run);
  program.commandsGroup('Over the HTTP API:');
  addApi(program, run);
  program.commandsGroup('Services and jobs (their --help lists their settings):');
  for (const [name, { about }] of Object.entries(SERVICES)) {
    // Never run from here: main.ts becomes the service before it reads a command line.
    program
      .command(name)
      .description(about)
      .argument('[arguments...]')
      .allowUnknownOption()
      .helpOption(false);
  }
  program.commandsGroup('More:');
  addCompletion(program);
  return program;
}

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
